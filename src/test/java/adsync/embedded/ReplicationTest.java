package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two domain controllers of one domain, and what a cookie of one is worth at the other. */
class ReplicationTest {

    private static final String[] SIGNALS = {"name", "title", "isDeleted", "member"};

    private Lab lab;
    private EmbeddedDirectory second;
    private LDAPConnection there;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
        lab.directory().seedPeople(300);
        lab.user("CN=alice");
        second = lab.directory().startReplica("dc2");
        there = new LDAPConnection(second.host(), second.port(), second.serviceAccount(), Lab.PASSWORD);
        lab.directory().replicateFrom(second);
    }

    @AfterEach
    void stop() {
        there.close();
        second.close();
        lab.close();
    }

    private Lab.Reader readerThere() {
        return new Lab.Reader(there, lab.base(), Lab.INCREMENTAL, "(objectClass=*)", SIGNALS);
    }

    private SearchResultEntry alice(LDAPConnection connection) throws LDAPException {
        return Objects.requireNonNull(connection.getEntry(lab.dn("CN=alice"), "*"));
    }

    @Test
    void the_second_one_knows_everybody_by_the_same_identity_under_its_own_numbers() throws LDAPException {
        SearchResultEntry here = alice(lab.administrator());
        SearchResultEntry other = alice(there);

        assertThat(other.getAttributeValueBytes("objectGUID")).isEqualTo(here.getAttributeValueBytes("objectGUID"));
        assertThat(other.getAttributeValueBytes("objectSid")).isEqualTo(here.getAttributeValueBytes("objectSid"));
        assertThat(Objects.requireNonNull(there.getRootDSE()).getAttributeValue("dnsHostName"))
                .isEqualTo("dc2.corp.example");
        assertThat(lab.administrator().getEntry("CN=DC2,OU=Domain Controllers," + lab.base()))
                .isNotNull();
    }

    @Test
    void a_cookie_of_the_first_brings_from_the_second_exactly_what_is_new() throws LDAPException {
        Lab.Reader reader = lab.reader(Lab.INCREMENTAL, "(objectClass=*)", SIGNALS);
        reader.cycle();
        second.replicateFrom(lab.directory());
        assertThat(readerThere().from(reader.cookie()).cycle()).isEmpty();

        lab.set("CN=alice", "title", "Director");
        assertThat(readerThere().from(reader.cookie()).cycle()).isEmpty();
        second.replicateFrom(lab.directory());

        List<SearchResultEntry> entries = readerThere().from(reader.cookie()).cycle();
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).getAttributeValue("title")).isEqualTo("Director");
    }

    @Test
    void a_cookie_from_the_middle_of_a_cycle_starts_over_at_the_second() throws LDAPException {
        Lab.Reader reader = lab.reader(0, "(objectClass=user)", SIGNALS).limitedTo(100);
        reader.page();
        assertThat(reader.more()).isTrue();

        List<SearchResultEntry> all = new Lab.Reader(there, lab.base(), 0, "(objectClass=user)", SIGNALS)
                .from(reader.cookie())
                .cycle();

        assertThat(all).hasSizeGreaterThan(300);
    }

    @Test
    void the_later_write_wins_at_both() throws LDAPException {
        try (LDAPConnection administrator =
                new LDAPConnection(second.host(), second.port(), second.administrator(), Lab.PASSWORD)) {
            lab.set("CN=alice", "title", "First");
            administrator.modify(lab.dn("CN=alice"), new Modification(ModificationType.REPLACE, "title", "One"));
            administrator.modify(lab.dn("CN=alice"), new Modification(ModificationType.REPLACE, "title", "Two"));

            second.replicateFrom(lab.directory());
            lab.directory().replicateFrom(second);

            assertThat(alice(administrator).getAttributeValue("title")).isEqualTo("Two");
            assertThat(alice(lab.administrator()).getAttributeValue("title")).isEqualTo("Two");
        }
    }

    @Test
    void members_renames_and_deletions_travel() throws LDAPException {
        lab.group("CN=team");
        lab.add("CN=team", "member", lab.dn("CN=alice"));
        lab.administrator().modifyDN(lab.dn("CN=alice"), "CN=alicia", true);
        second.replicateFrom(lab.directory());
        assertThat(Objects.requireNonNull(there.getEntry(lab.dn("CN=team"))).getAttributeValue("member"))
                .isEqualTo(lab.dn("CN=alicia"));
        Lab.Reader reader = readerThere();
        reader.cycle();

        lab.administrator().delete(lab.dn("CN=alicia"));
        second.replicateFrom(lab.directory());

        List<SearchResultEntry> entries = reader.cycle();
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).getAttributeValue("isDeleted")).isEqualTo("TRUE");
        assertThat(Objects.requireNonNull(there.getEntry(lab.dn("CN=team"))).hasAttribute("member"))
                .isFalse();
    }
}
