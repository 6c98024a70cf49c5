package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TouchedCollectorTest {

    private static final ObjectGuid TEAM = new ObjectGuid(new UUID(1, 1));
    private static final ObjectGuid ADA = new ObjectGuid(new UUID(2, 2));
    private static final ObjectGuid BOB = new ObjectGuid(new UUID(3, 3));

    private final TouchedCollector collector = new TouchedCollector();

    @Test
    void the_copies_of_one_object_are_merged() {
        returned(TEAM, "CN=Team", new Attribute("name", "Team"));
        returned(TEAM, "CN=Team", members("member;range=1-1", ADA, BOB));
        returned(TEAM, "CN=Team", members("member;range=0-0", ADA));

        assertThat(collector.touched()).containsExactly(new Touched(TEAM, false, List.of(BOB), List.of(ADA)));
        assertThat(collector.problem()).isNull();
    }

    @Test
    void a_range_of_all_values_is_no_change() {
        returned(TEAM, "CN=Team", members("member;range=0-1499", ADA), members("member", BOB));

        assertThat(collector.touched()).containsExactly(new Touched(TEAM, false));
    }

    @Test
    void a_member_without_an_identity_is_passed_over() {
        returned(TEAM, "CN=Team", new Attribute("member;range=1-1", "CN=Phantom,DC=x", "<GUID=?>;CN=Odd,DC=x"));

        assertThat(collector.touched()).containsExactly(new Touched(TEAM, false));
    }

    @Test
    void heads_of_naming_contexts_and_the_place_of_the_deleted_are_passed_over() {
        returned(TEAM, "DC=DomainDnsZones", new Attribute("instanceType", "5"));
        returned(ADA, "CN=Deleted Objects", new Attribute("isDeleted", "TRUE"));
        returned(BOB, "CN=Bob\\0ADEL:1,CN=Deleted Objects", new Attribute("isDeleted", "TRUE"));
        collector.searchReferenceReturned(
                new SearchResultReference(new String[] {"ldap://elsewhere/DC=x"}, new Control[0]));

        assertThat(collector.touched()).containsExactly(new Touched(BOB, true));
    }

    @Test
    void an_entry_without_an_identity_spoils_the_page() {
        collector.searchEntryReturned(new SearchResultEntry("CN=Team,DC=x", new Attribute[0]));

        assertThat(collector.problem()).contains("CN=Team,DC=x");
    }

    private void returned(ObjectGuid guid, String rdn, Attribute... more) {
        List<Attribute> attributes = new ArrayList<>(List.of(more));
        attributes.add(new Attribute("objectGUID", guid.octets()));
        collector.searchEntryReturned(new SearchResultEntry(extended(guid, rdn), attributes));
    }

    private static Attribute members(String name, ObjectGuid... members) {
        return new Attribute(
                name,
                List.of(members).stream()
                        .map(member -> extended(member, "CN=x"))
                        .toList());
    }

    private static String extended(ObjectGuid guid, String rdn) {
        return "<GUID=" + guid + ">;<SID=S-1-5-21-1-2-3-1104>;" + rdn + ",DC=x";
    }
}
