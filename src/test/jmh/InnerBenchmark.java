package adsync.directory;

import adsync.change.Change;
import adsync.change.CorrelationId;
import adsync.change.Diff;
import adsync.change.Image;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.mapping.Mapped;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scim.BulkRequest;
import adsync.scim.ScimOperation;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What happens to each user between directory and provider, without either and without the journal. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InnerBenchmark {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Control[] NO_CONTROLS = {};
    private static final String NAME =
            "<GUID=00112233-4455-6677-8899-aabbccddeeff>;CN=Ada Aebi,OU=Sales,OU=Staff,DC=example,DC=com";
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("sAMAccountName", "p00001"),
            Map.entry("userPrincipalName", "ada.aebi@example.com"),
            Map.entry("userAccountControl", "512"),
            Map.entry("givenName", "Ada"),
            Map.entry("sn", "Aebi"),
            Map.entry("cn", "Ada Aebi"),
            Map.entry("displayName", "Ada Aebi"),
            Map.entry("mail", "ada.aebi@example.com"),
            Map.entry("department", "Sales"),
            Map.entry("title", "Engineer"),
            Map.entry("company", "Example Ltd"),
            Map.entry("employeeID", "100001"),
            Map.entry("telephoneNumber", "+41 31 555 0001"),
            Map.entry("mobile", "+41 79 555 0001"),
            Map.entry("streetAddress", "Bundesplatz 1"),
            Map.entry("l", "Bern"),
            Map.entry("postalCode", "3003"),
            Map.entry("c", "CH"),
            Map.entry("pwdLastSet", "133500000000000000"),
            Map.entry("accountExpires", "9223372036854775807"),
            Map.entry("uSNChanged", "4711"));

    private final Mapping mapping = Mapping.standard(MappingOptions.standard());
    private final EntryDecoder decoder = new EntryDecoder(
            new Session(new LDAPConnection(), "dc1"),
            new RootDse(
                    "dc1.example.com",
                    "CN=NTDS Settings,CN=DC1",
                    1,
                    "DC=example,DC=com",
                    "CN=Configuration,DC=example,DC=com",
                    List.of("DC=example,DC=com"),
                    Set.of(),
                    Set.of()),
            mapping.attributes(),
            false);
    private final SearchResultEntry entry = entry();
    private final Image image = decoder.image(entry);
    private final Shadow same = new Shadow(image, Presence.PRESENT);
    private final Shadow other = new Shadow(promoted(image), Presence.PRESENT);
    private final ScimOperation creation = creation();

    private static SearchResultEntry entry() {
        var entry = new Entry(NAME);
        entry.addAttribute("objectClass", "top", "person", "organizationalPerson", "user");
        entry.addAttribute(new Attribute("objectGUID", octets(1)));
        entry.addAttribute(new Attribute("parentGUID", octets(2)));
        entry.addAttribute("proxyAddresses", "SMTP:ada.aebi@example.com", "smtp:a.aebi@example.com");
        VALUES.forEach(entry::addAttribute);
        return new SearchResultEntry(entry, NO_CONTROLS);
    }

    private static byte[] octets(int number) {
        return "%016d".formatted(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static Image promoted(Image image) {
        Map<String, List<String>> values = new TreeMap<>(image.attributes());
        values.put("title", List.of("Director"));
        return Image.of(image, image.dn(), image.usn(), values);
    }

    private ScimOperation creation() {
        return switch (map()) {
            case Mapped.User user -> new ScimOperation.Create(new CorrelationId("0"), user.resource());
            case Mapped.Refused refused -> throw new IllegalStateException(refused.cause());
        };
    }

    /** From an entry of the LDAP library to what is kept of a user. */
    @Benchmark
    public Image decode() {
        return decoder.image(entry);
    }

    /** Against an equal one. */
    @Benchmark
    public Optional<Change> diffOfEqual() {
        return Diff.between(same, image);
    }

    /** Against one with another title. */
    @Benchmark
    public Optional<Change> diffOfChanged() {
        return Diff.between(other, image);
    }

    /** To the account that the provider should have. */
    @Benchmark
    public Mapped map() {
        return mapping.resource(image, Optional.of("u1"), NOON);
    }

    /** To the octets of a creation in a bulk request. */
    @Benchmark
    public BulkRequest encode() {
        return BulkRequest.of(List.of(creation));
    }
}
