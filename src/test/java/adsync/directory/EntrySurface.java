package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.change.Diff;
import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.fuzz.Surface;
import adsync.mapping.Mapped;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scim.BulkRequest;
import adsync.scim.ScimOperation;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldif.LDIFException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An entry of a hostile directory, in LDIF (RFC 2849), on its way to the provider. */
public final class EntrySurface implements Surface {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");
    private static final Control[] NO_CONTROLS = {};

    /** The beginning of a value that LDIF would read from a file. */
    private static final String REFERENCE = ":<";

    private final Mapping mapping = Mapping.standard(MappingOptions.standard());
    private final EntryDecoder decoder;

    /** Of a directory that answers no questions. */
    public EntrySurface() {
        RootDse rootDse = new RootDse(
                "dc1.example.com",
                "CN=NTDS Settings,CN=DC1",
                1,
                "DC=example,DC=com",
                "CN=Configuration,DC=example,DC=com",
                List.of("DC=example,DC=com"),
                Set.of(),
                Set.of());
        decoder = new EntryDecoder(new Session(new LDAPConnection(), "dc1"), rootDse, mapping.attributes(), true);
    }

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        if (text.contains(REFERENCE) || text.isBlank()) {
            return;
        }
        SearchResultEntry entry;
        try {
            entry = new SearchResultEntry(new Entry(lines(text)), NO_CONTROLS);
        } catch (LDIFException e) {
            return; // never came over a wire
        }
        touched(entry);
        try {
            assertThat(decoder.stamp(entry).objectGuid())
                    .isEqualTo(decoder.located(entry).objectGuid());
            DirectoryObject object = decoder.object(entry);
            assertThat(object.rdn().length()).isLessThanOrEqualTo(entry.getDN().length());
            ship(decoder.image(entry));
        } catch (DirectoryException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static String[] lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toArray(String[]::new);
    }

    private static void touched(SearchResultEntry entry) {
        TouchedCollector collector = new TouchedCollector();
        collector.searchEntryReturned(entry);
        if (collector.problem() == null) {
            assertThat(collector.touched()).hasSizeLessThanOrEqualTo(1);
            for (Touched touched : collector.touched()) {
                assertThat(touched.membersAdded())
                        .filteredOn(touched.membersRemoved()::contains)
                        .isEmpty();
            }
        }
    }

    /** Nobody makes the mapping fail, and what does not differ is no change. */
    private void ship(Image image) {
        image.attributes()
                .values()
                .forEach(values -> assertThat(values).isNotEmpty().isSorted());
        assertThat(Diff.between(new Shadow(image, Presence.PRESENT), image)).isEmpty();
        assertThat(Diff.between(null, image)).isPresent();
        if (mapping.resource(image, Optional.of("manager"), NOW) instanceof Mapped.User user) {
            BulkRequest request =
                    BulkRequest.of(List.of(new ScimOperation.Create(new CorrelationId("0"), user.resource())));
            assertThat(request.octets()).isPositive();
        }
    }
}
