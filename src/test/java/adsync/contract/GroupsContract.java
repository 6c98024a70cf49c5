package adsync.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.DirSyncCookie;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.Located;
import adsync.directory.PagedSearch;
import adsync.directory.Touched;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups and who is in them, when groups are followed. */
public abstract class GroupsContract extends LabContract {

    private static final List<ObjectGuid> NOBODY = List.of();
    private static final String DOMAIN_USERS = "513";

    @Override
    protected boolean groups() {
        return true;
    }

    @Test
    void a_new_group_is_touched_and_read_with_its_relative_identifier() throws LDAPException {
        DirSyncCookie before = now();

        ObjectGuid team = addGroup("CN=Team");

        assertThat(touchedSince(before)).containsExactly(new Touched(team, false));
        assertThat(readGroup(team))
                .isEqualTo(new Group(team, guid(unit), "CN=Team", dn("CN=Team"), usn(team), rid(team)));
        assertThat(rid(team)).isPositive();
        assertThat(members(team)).isEmpty();
    }

    @Test
    void a_group_that_is_made_with_members_tells_them() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        DirSyncCookie before = now();

        ObjectGuid team = add("group", "CN=Team", "team", new Attribute("member", dn("CN=Ada")));

        assertThat(touchedSince(before)).containsExactly(new Touched(team, false, List.of(ada), NOBODY));
        assertThat(members(team)).containsExactly(ada);
    }

    @Test
    void members_that_come_and_go_are_told_by_identity() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada\\, the first", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        ObjectGuid team = addGroup("CN=Team");
        DirSyncCookie atFirst = now();
        addMember("CN=Team", "CN=Ada\\, the first", "CN=Bob");
        DirSyncCookie afterAdding = now();
        removeMember("CN=Team", "CN=Ada\\, the first");
        DirSyncCookie afterRemoving = now();

        assertThat(members(team)).containsExactly(bob);
        assertThat(touchedSince(atFirst)).singleElement().satisfies(touched -> {
            assertThat(touched.objectGuid()).isEqualTo(team);
            assertThat(touched.membersAdded()).containsExactly(bob);
            assertThat(touched.membersRemoved()).containsExactly(ada);
        });
        assertThat(touchedSince(afterAdding)).containsExactly(new Touched(team, false, NOBODY, List.of(ada)));
        assertThat(touchedSince(afterRemoving)).isEmpty();

        removeMember("CN=Team", "CN=Bob");

        assertThat(touchedSince(afterRemoving)).containsExactly(new Touched(team, false, NOBODY, List.of(bob)));
        assertThat(members(team)).isEmpty();
    }

    @Test
    void members_that_are_replaced_are_told_as_added_and_removed() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        ObjectGuid team = addGroup("CN=Team");
        addMember("CN=Team", "CN=Ada");
        DirSyncCookie before = now();

        set(dn("CN=Team"), "member", dn("CN=Bob"));

        assertThat(touchedSince(before)).containsExactly(new Touched(team, false, List.of(bob), List.of(ada)));
    }

    @Test
    void only_the_net_effect_on_a_member_is_told() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        addUser("CN=Bob", "bob");
        ObjectGuid team = addGroup("CN=Team");
        DirSyncCookie before = now();

        addMember("CN=Team", "CN=Ada", "CN=Bob");
        removeMember("CN=Team", "CN=Ada", "CN=Bob");
        addMember("CN=Team", "CN=Ada");

        assertThat(touchedSince(before)).singleElement().satisfies(touched -> {
            assertThat(touched.membersAdded()).containsExactly(ada);
            assertThat(touched.membersRemoved()).doesNotContain(ada);
        });
        assertThat(members(team)).containsExactly(ada);
    }

    @Test
    void a_group_in_a_group_is_a_member_like_any_other() throws LDAPException {
        ObjectGuid inner = addGroup("CN=Inner (1) * \\#");
        ObjectGuid outer = addGroup("CN=Outer (1) * \\#");
        addUser("CN=Ada", "ada");
        DirSyncCookie before = now();

        addMember("CN=Outer (1) * \\#", "CN=Inner (1) * \\#", "CN=Ada");
        addMember("CN=Inner (1) * \\#", "CN=Outer (1) * \\#");

        assertThat(touchedSince(before)).extracting(Touched::objectGuid).containsExactlyInAnyOrder(inner, outer);
        assertThat(directory.groupsIn(readGroup(outer).dn())).containsExactly(readGroup(inner));
        assertThat(directory.groupsIn(readGroup(inner).dn())).containsExactly(readGroup(outer));
        assertThat(directory.groupsIn(dn("CN=Nobody"))).isEmpty();
        List<Group> below = new ArrayList<>();
        PagedSearch<Group> search = directory.groups(readGroup(outer).dn().replaceFirst(".*?(?<!\\\\),", ""));
        while (search.hasNext()) {
            below.addAll(search.next());
        }
        assertThat(below).contains(readGroup(inner), readGroup(outer)).allMatch(group -> group.usn() > 0);
    }

    @Test
    void a_member_that_is_deleted_is_told_by_its_tombstone_alone() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid team = addGroup("CN=Team");
        addMember("CN=Team", "CN=Ada");
        DirSyncCookie before = now();

        delete(dn("CN=Ada"));

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, true));
        assertThat(members(team)).isEmpty();
        assertThat(directory.groupsOf(List.of(ada))).doesNotContainKey(ada);
    }

    @Test
    void a_user_that_was_brought_back_says_itself_where_it_is_a_member() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid team = addGroup("CN=Team");
        addMember("CN=Team", "CN=Ada");
        delete(dn("CN=Ada"));
        DirSyncCookie before = now();

        undelete(ada, dn("CN=Ada"));

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false, true, List.of(), List.of()));
        List<ObjectGuid> teams = members(team).contains(ada) ? List.of(team) : List.of();
        assertThat(directory.groupsOf(List.of(ada))).containsEntry(ada, teams);
    }

    @Test
    void the_groups_of_many_are_read_at_once() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        ObjectGuid inner = addGroup("CN=Inner");
        ObjectGuid outer = addGroup("CN=Outer");
        addMember("CN=Inner", "CN=Ada");
        addMember("CN=Outer", "CN=Ada", "CN=Inner");

        var groups = directory.groupsOf(List.of(ada, bob, inner, ada));

        assertThat(groups).containsOnlyKeys(ada, bob, inner).containsEntry(bob, List.of());
        assertThat(groups.get(ada)).containsExactlyInAnyOrder(inner, outer);
        assertThat(groups.get(inner)).containsExactly(outer);
        assertThat(directory.groupsOf(List.of())).isEmpty();
    }

    @Test
    void a_group_that_is_deleted_is_touched_as_deleted_and_not_read() throws LDAPException {
        addUser("CN=Ada", "ada");
        ObjectGuid team = addGroup("CN=Team");
        addMember("CN=Team", "CN=Ada");
        DirSyncCookie before = now();

        delete(dn("CN=Team"));

        assertThat(touchedSince(before)).singleElement().satisfies(touched -> {
            assertThat(touched.objectGuid()).isEqualTo(team);
            assertThat(touched.deleted()).isTrue();
            assertThat(touched.membersAdded()).isEmpty();
        });
        assertThat(directory.read(List.of(team))).isEmpty();
        assertThat(members(team)).isEmpty();
    }

    @Test
    void a_group_that_is_renamed_or_moved_keeps_its_members() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid team = addGroup("CN=Team");
        ObjectGuid inside = addUnit("OU=Inside");
        addMember("CN=Team", "CN=Ada");
        DirSyncCookie before = now();

        rename(dn("CN=Team"), "CN=Crew");
        move(dn("CN=Crew"), dn("OU=Inside"));

        assertThat(touchedSince(before)).containsExactly(new Touched(team, false));
        assertThat(readGroup(team).dn()).isEqualToIgnoringCase(dn("CN=Crew,OU=Inside"));
        assertThat(readGroup(team).parent()).isEqualTo(inside);
        assertThat(members(team)).containsExactly(ada);
    }

    @Test
    void each_change_of_the_members_raises_the_number_of_the_group() throws LDAPException {
        addUser("CN=Ada", "ada");
        ObjectGuid team = addGroup("CN=Team");
        long atFirst = readGroup(team).usn();
        addMember("CN=Team", "CN=Ada");
        long afterAdding = readGroup(team).usn();
        removeMember("CN=Team", "CN=Ada");

        assertThat(afterAdding).isGreaterThan(atFirst);
        assertThat(readGroup(team).usn()).isGreaterThan(afterAdding);
    }

    @Test
    void another_primary_group_touches_the_user() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid team = addGroup("CN=Team");
        addMember("CN=Team", "CN=Ada");
        DirSyncCookie before = now();

        set(dn("CN=Ada"), "primaryGroupID", Long.toString(readGroup(team).rid()));

        assertThat(touchedSince(before)).contains(new Touched(ada, false));
        assertThat(touchedSince(before))
                .anySatisfy(touched -> assertThat(touched.membersRemoved()).containsExactly(ada))
                .anySatisfy(touched -> assertThat(touched.membersAdded()).containsExactly(ada));
        assertThat(members(team)).isEmpty();
        assertThat(((Image) directory.read(List.of(ada)).getFirst()).values("primaryGroupID"))
                .containsExactly(Long.toString(readGroup(team).rid()));

        set(dn("CN=Ada"), "primaryGroupID", DOMAIN_USERS);

        assertThat(members(team)).containsExactly(ada);
    }

    @Test
    void members_of_any_class_are_no_error() throws LDAPException {
        ObjectGuid computer = add("computer", "CN=pc1", "pc1$");
        administrator.add(dn("CN=Supplier"), new Attribute("objectClass", "contact"));
        ObjectGuid contact = guid(dn("CN=Supplier"));
        ObjectGuid team = addGroup("CN=Team");
        DirSyncCookie before = now();

        addMember("CN=Team", "CN=pc1", "CN=Supplier");

        assertThat(touchedSince(before)).singleElement().satisfies(touched -> {
            assertThat(touched.objectGuid()).isEqualTo(team);
            assertThat(touched.membersAdded()).containsExactlyInAnyOrder(computer, contact);
        });
        assertThat(members(team)).containsExactlyInAnyOrder(computer, contact);
        assertThat(directory.read(List.of(computer, contact))).isEmpty();
    }

    @Test
    void a_manager_is_no_member() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        ObjectGuid cyd = addUser("CN=Cyd", "cyd");
        set(dn("CN=Cyd"), "manager", dn("CN=Ada"));
        DirSyncCookie before = now();
        set(dn("CN=Cyd"), "manager", dn("CN=Bob"));
        DirSyncCookie between = now();

        assertThat(touchedSince(before)).containsExactly(new Touched(cyd, false));
        assertThat(manager(cyd)).containsExactly(bob.toString());

        set(dn("CN=Cyd"), "manager", dn("CN=Ada"));
        set(dn("CN=Cyd"), "manager");

        assertThat(touchedSince(between)).containsExactly(new Touched(cyd, false));
        assertThat(manager(cyd)).isEmpty();
        assertThat(directory.read(List.of(ada))).hasSize(1);
    }

    @Test
    void a_deleted_user_is_still_told_while_names_carry_identities() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        DirSyncCookie before = now();

        rename(dn("CN=Ada"), "CN=Ada\\, late");
        delete(dn("CN=Ada\\, late"));

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, true));
        assertThat(touchedSince(null))
                .extracting(Touched::objectGuid)
                .contains(ada)
                .doesNotContain(
                        namingContext.guid(),
                        directory
                                .locate("CN=Deleted Objects," + lab().baseDn())
                                .map(Located::objectGuid)
                                .orElse(namingContext.guid()));
    }

    @Test
    void a_group_that_changes_while_its_members_are_read_has_another_number() throws LDAPException {
        addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        ObjectGuid team = addGroup("CN=Team");
        addMember("CN=Team", "CN=Ada");
        long before = readGroup(team).usn();
        PagedSearch<ObjectGuid> search = directory.members(team);
        search.next();

        addMember("CN=Team", "CN=Bob");
        while (search.hasNext()) {
            search.next();
        }

        assertThat(readGroup(team).usn()).isGreaterThan(before);
        assertThat(members(team)).hasSize(2).contains(bob);
    }

    private ObjectGuid addGroup(String rdn) throws LDAPException {
        return add("group", rdn, rdn.replaceAll("\\W", ""));
    }

    private void addMember(String group, String... members) throws LDAPException {
        change(group, ModificationType.ADD, members);
    }

    private void removeMember(String group, String... members) throws LDAPException {
        change(group, ModificationType.DELETE, members);
    }

    private void change(String group, ModificationType how, String... members) throws LDAPException {
        String[] names = List.of(members).stream().map(this::dn).toArray(String[]::new);
        administrator.modify(dn(group), new Modification(how, "member", names));
    }

    private List<ObjectGuid> members(ObjectGuid group) {
        return all(directory.members(group));
    }

    private Group readGroup(ObjectGuid group) {
        return (Group) directory.read(List.of(group)).getFirst();
    }

    private List<String> manager(ObjectGuid user) {
        return ((Image) directory.read(List.of(user)).getFirst()).values("manager");
    }

    private long usn(ObjectGuid object) throws LDAPException {
        return number(object, "uSNChanged");
    }

    /** primaryGroupToken is the directory's own word for it. */
    private long rid(ObjectGuid group) throws LDAPException {
        return number(group, "primaryGroupToken");
    }

    private long number(ObjectGuid object, String attribute) throws LDAPException {
        return requireNonNull(entry("<GUID=" + object + ">", attribute).getAttributeValueAsLong(attribute));
    }
}
