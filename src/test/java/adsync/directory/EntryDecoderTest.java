package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made of entries that show us less than others. */
class EntryDecoderTest {

    private static final ObjectGuid GUID = ObjectGuid.parse("299ecc53-0000-4000-8000-00000000000a");
    private static final String ALIVE = "CN=Ada,OU=Staff,DC=example,DC=com";

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
            List.of(),
            false);

    private static SearchResultEntry entry(String dn, Attribute... attributes) {
        return new SearchResultEntry(dn, attributes);
    }

    @Test
    void one_that_shows_no_more_than_its_name_is_the_one_that_was_asked_for() {
        assertThat(decoder.located(GUID, entry(ALIVE))).isEqualTo(new Located(GUID, ALIVE, false));
    }

    @Test
    void of_a_tombstone_its_name_alone_tells_what_it_is() {
        String dn = "CN=Ada\\0ADEL:" + GUID + ",CN=Deleted Objects,DC=example,DC=com";

        assertThat(decoder.located(GUID, entry(dn)).deleted()).isTrue();
        assertThat(decoder.located(GUID, entry(dn.toUpperCase(Locale.ROOT))).deleted())
                .isTrue();
    }

    @Test
    void one_in_a_deleted_container_is_no_tombstone_by_the_name_of_that() {
        String dn = "CN=Ada,OU=Staff\\0ADEL:299ecc53-0000-4000-8000-00000000000b,CN=Deleted Objects,DC=example,DC=com";

        assertThat(decoder.located(GUID, entry(dn)).deleted()).isFalse();
        assertThat(decoder.located(GUID, entry(ALIVE, new Attribute("isDeleted", "TRUE")))
                        .deleted())
                .isTrue();
    }
}
