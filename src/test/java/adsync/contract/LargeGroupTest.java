package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.PagedSearch;
import adsync.embedded.DirectoryProfile;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group of more members than the server puts into one answer: Windows gives them in ranges, Samba does not. */
class LargeGroupTest extends LabContract {

    private static final int RANGE = 1500;
    private static final EmbeddedLab LAB = started();

    private List<Image> people;
    private ObjectGuid team;

    private static EmbeddedLab started() {
        EmbeddedLab lab = new EmbeddedLab(DirectoryProfile.windows());
        lab.embedded().seedPeople(2 * RANGE + 200);
        return lab;
    }

    @AfterAll
    static void stop() {
        LAB.close();
    }

    @Override
    protected LabDirectory lab() {
        return LAB;
    }

    @Override
    protected boolean groups() {
        return true;
    }

    @BeforeEach
    void fill() throws LDAPException {
        people = all(directory.users("OU=Staff," + lab().baseDn()));
        team = add("group", "CN=Team", "team");
        administrator.modify(
                dn("CN=Team"),
                new Modification(
                        ModificationType.ADD,
                        "member",
                        people.stream().map(Image::dn).toArray(String[]::new)));
    }

    @Test
    void the_server_gives_the_plain_attribute_without_values_and_a_range_beside_it() throws LDAPException {
        SearchResultEntry group = entry(dn("CN=Team"), "member");

        assertThat(group.getAttribute("member")).extracting(Attribute::size).isEqualTo(0);
        assertThat(group.getAttribute("member;range=0-1499"))
                .extracting(Attribute::size)
                .isEqualTo(RANGE);
    }

    @Test
    void all_members_are_read_range_by_range() {
        PagedSearch<ObjectGuid> search = directory.members(team);

        assertThat(search.next()).hasSize(RANGE);
        assertThat(search.next()).hasSize(RANGE);
        assertThat(search.hasNext()).isTrue();
        assertThat(search.next()).hasSize(200);
        assertThat(search.hasNext()).isFalse();
        assertThat(all(directory.members(team)))
                .containsExactlyInAnyOrderElementsOf(
                        people.stream().map(Image::objectGuid).toList());
    }

    @Test
    void a_group_that_shrinks_while_it_is_read_ends_and_has_another_number() throws LDAPException {
        long before = usn();
        PagedSearch<ObjectGuid> search = directory.members(team);
        search.next();
        search.next();

        set(dn("CN=Team"), "member", people.getFirst().dn());

        assertThat(all(search)).isEmpty();
        assertThat(usn()).isGreaterThan(before);
        assertThat(all(directory.members(team)))
                .containsExactly(people.getFirst().objectGuid());
    }

    @Test
    void a_group_that_is_deleted_while_it_is_read_ends_and_is_missing() throws LDAPException {
        PagedSearch<ObjectGuid> search = directory.members(team);
        search.next();

        delete(dn("CN=Team"));

        assertThat(all(search)).isEmpty();
        assertThat(directory.read(List.of(team))).isEmpty();
    }

    @Test
    void more_groups_than_the_server_puts_into_one_answer_are_read_all() throws LDAPException {
        String ada = people.getFirst().dn();
        for (int i = 0; i < RANGE; i++) {
            add("group", "CN=g" + i, "g" + i, new Attribute("member", ada));
        }
        ObjectGuid guid = people.getFirst().objectGuid();

        assertThat(directory.groupsOf(List.of(guid)).get(guid))
                .hasSize(RANGE + 1)
                .doesNotHaveDuplicates()
                .contains(team);
        assertThat(directory.groupsIn(dn("CN=Team"))).isEmpty();
    }

    private long usn() {
        return ((Group) directory.read(List.of(team)).getFirst()).usn();
    }
}
