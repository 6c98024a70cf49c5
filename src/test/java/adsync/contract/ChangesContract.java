package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import adsync.directory.DirSyncPage;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions;
import adsync.directory.Located;
import adsync.directory.ReadRight;
import adsync.directory.Touched;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** DirSync: who was touched. */
public abstract class ChangesContract extends LabContract {

    /** Octets of an answer, in the middle of a page of twenty. */
    private static final int CUT = 2_000;

    /** More than an entry of it has. */
    private static final int CUTS = 160;

    @Test
    void a_cookie_claims_no_more_than_its_domain_controller_knows() throws LDAPException {
        UpToDateVector before = directory.claims(now()).orElseThrow();
        addUser("CN=Ada", "ada");
        UpToDateVector after = directory.claims(now()).orElseThrow();

        assertThat(after.beyond(before).usns())
                .containsOnlyKeys(directory.domainController().invocationId());
        assertThat(after.beyond(directory.upToDateVector(namingContext)).isEmpty())
                .isTrue();
    }

    @Test
    void a_cycle_without_a_change_touches_nobody() {
        DirSyncPage page = directory.page(namingContext, now());

        assertThat(page.touched()).isEmpty();
        assertThat(page.moreResults()).isFalse();
    }

    @Test
    void the_beginning_of_time_shows_everybody_but_not_the_head_of_the_naming_context() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        delete(dn("CN=Bob"));

        List<Touched> touched = touchedSince(null);

        assertThat(touched)
                .contains(new Touched(ada, false), new Touched(bob, true), new Touched(guid(unit), false))
                .extracting(Touched::objectGuid)
                .doesNotContain(namingContext.guid())
                .doesNotContain(directory
                        .locate("CN=Deleted Objects," + lab().baseDn())
                        .map(located -> located.objectGuid())
                        .orElse(namingContext.guid()));
    }

    @Test
    void a_new_user_is_touched() throws LDAPException {
        DirSyncCookie before = now();

        ObjectGuid ada = addUser("CN=Ada", "ada");

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false));
    }

    @Test
    void a_user_of_a_class_derived_from_user_is_one() throws LDAPException {
        DirSyncCookie before = now();

        ObjectGuid ada = add("inetOrgPerson", "CN=Ada", "ada");

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false));
        assertThat(directory.read(List.of(ada))).singleElement().isInstanceOf(Image.class);
    }

    @Test
    void an_attribute_that_is_set_changed_or_cleared_touches_the_user_once_each() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        DirSyncCookie atFirst = now();
        set(dn("CN=Ada"), "title", "Engineer");
        DirSyncCookie afterSet = now();
        set(dn("CN=Ada"), "title", "Director");
        DirSyncCookie afterChange = now();
        set(dn("CN=Ada"), "title");
        DirSyncCookie afterClear = now();

        assertThat(touchedSince(atFirst)).containsExactly(new Touched(ada, false));
        assertThat(touchedSince(afterSet)).containsExactly(new Touched(ada, false));
        assertThat(touchedSince(afterChange)).containsExactly(new Touched(ada, false));
        assertThat(touchedSince(afterClear)).isEmpty();
    }

    @Test
    void an_attribute_that_is_not_mapped_touches_nobody() throws LDAPException {
        addUser("CN=Ada", "ada");
        DirSyncCookie before = now();

        set(dn("CN=Ada"), "info", "likes tea");

        assertThat(touchedSince(before)).isEmpty();
    }

    @Test
    void a_manager_that_is_set_or_cleared_touches_the_report_only() throws LDAPException {
        addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        DirSyncCookie before = now();
        set(dn("CN=Bob"), "manager", dn("CN=Ada"));
        DirSyncCookie between = now();
        set(dn("CN=Bob"), "manager");

        assertThat(touchedSince(before)).containsExactly(new Touched(bob, false));
        assertThat(touchedSince(between)).containsExactly(new Touched(bob, false));
    }

    @Test
    void a_rename_touches_the_user() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        DirSyncCookie before = now();

        rename(dn("CN=Ada"), "CN=Ada Adler");

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false));
    }

    @Test
    void a_move_touches_the_user() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        addUnit("OU=Sales");
        DirSyncCookie before = now();

        move(dn("CN=Ada"), dn("OU=Sales"));

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false));
    }

    @Test
    void a_container_that_is_renamed_is_touched_and_nobody_in_it() throws LDAPException {
        ObjectGuid sales = addUnit("OU=Sales");
        addUser("CN=Ada,OU=Sales", "ada");
        DirSyncCookie before = now();

        rename(dn("OU=Sales"), "OU=Field Sales");

        assertThat(touchedSince(before)).containsExactly(new Touched(sales, false));
    }

    @Test
    void a_container_that_is_moved_is_touched_and_nobody_in_it() throws LDAPException {
        ObjectGuid sales = addUnit("OU=Sales");
        addUnit("OU=East,OU=Sales");
        addUser("CN=Ada,OU=East,OU=Sales", "ada");
        addUnit("OU=Staff");
        DirSyncCookie before = now();

        move(dn("OU=Sales"), dn("OU=Staff"));

        assertThat(touchedSince(before)).containsExactly(new Touched(sales, false));
        assertThat(all(directory.users(dn("OU=Sales,OU=Staff")))).hasSize(1);
    }

    @Test
    void a_unit_that_was_deleted_is_told_from_one_that_never_was() throws LDAPException {
        ObjectGuid sales = addUnit("OU=Sales");

        delete(dn("OU=Sales"));

        assertThat(directory.locate(dn("OU=Sales"))).isEmpty();
        assertThat(directory.locate(sales))
                .hasValueSatisfying(found -> assertThat(found.deleted()).isTrue());
    }

    @Test
    void what_a_user_does_not_have_is_known_to_be_absent_by_the_access_rights() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");

        assertThat(directory.mayRead(Map.of(ada, Set.of("title"))))
                .containsEntry(ada, Map.of("title", ReadRight.GRANTED));
    }

    @Test
    void a_deleted_user_tells_where_it_lived_up_to_a_place_that_is_alive() throws LDAPException {
        ObjectGuid staff = addUnit("OU=Staff");
        ObjectGuid sales = addUnit("OU=Sales,OU=Staff");
        ObjectGuid ada = addUser("CN=Ada,OU=Sales,OU=Staff", "ada");
        delete(dn("CN=Ada,OU=Sales,OU=Staff"));

        assertThat(directory.lastParents(ada)).extracting(Located::objectGuid).containsExactly(sales);
        delete(dn("OU=Sales,OU=Staff"));
        rename(dn("OU=Staff"), "OU=Team");

        assertThat(directory.lastParents(ada)).extracting(Located::objectGuid).containsExactly(sales, staff);
        assertThat(directory.lastParents(ada).getLast().dn()).isEqualToIgnoringCase(dn("OU=Team"));
        assertThat(directory.lastParents(staff)).isEmpty();
    }

    @Test
    void a_deleted_user_is_touched_as_deleted() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        DirSyncCookie before = now();

        delete(dn("CN=Ada"));

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, true));
    }

    /** Read as what is alive only, and looked for among the deleted, too. */
    @Test
    void a_user_that_is_deleted_before_it_is_read_is_missing_then_and_touched_as_deleted_afterwards()
            throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        DirSyncCookie before = now();
        set(dn("CN=Ada"), "title", "Director");
        DirSyncPage page = directory.page(namingContext, before);

        delete(dn("CN=Ada"));

        assertThat(page.touched()).containsExactly(new Touched(ada, false));
        assertThat(directory.read(List.of(ada))).isEmpty();
        assertThat(directory.locate(ada))
                .hasValueSatisfying(found -> assertThat(found.deleted()).isTrue());
        assertThat(touchedSince(page.cookie())).containsExactly(new Touched(ada, true));
    }

    @Test
    void a_user_that_came_and_went_is_touched_as_deleted() throws LDAPException {
        DirSyncCookie before = now();

        ObjectGuid ada = addUser("CN=Ada", "ada");
        delete(dn("CN=Ada"));

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, true));
    }

    @Test
    void a_user_that_was_brought_back_is_touched_and_not_deleted() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        delete(dn("CN=Ada"));
        DirSyncCookie before = now();

        undelete(ada, dn("CN=Ada is back"));

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false, true, List.of(), List.of()));
    }

    @Test
    void a_successor_of_the_same_name_is_another_object() throws LDAPException {
        ObjectGuid first = addUser("CN=Ada", "ada");
        DirSyncCookie before = now();
        delete(dn("CN=Ada"));

        ObjectGuid second = addUser("CN=Ada", "ada");

        assertThat(touchedSince(before))
                .containsExactlyInAnyOrder(new Touched(first, true), new Touched(second, false));
    }

    @Test
    void computers_and_groups_touch_nobody() throws LDAPException {
        DirSyncCookie before = now();

        add("computer", "CN=pc1", "pc1$");
        add("group", "CN=team", "team");

        assertThat(touchedSince(before)).isEmpty();
    }

    @Test
    void the_same_cookie_gives_the_same_answer_again() throws LDAPException {
        DirSyncCookie before = now();
        ObjectGuid ada = addUser("CN=Ada", "ada");

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false));
        assertThat(touchedSince(before)).containsExactly(new Touched(ada, false));
    }

    /** Not only between two entries, but within one, before and within each of its elements. */
    @Test
    void a_page_that_is_cut_off_in_its_middle_is_none_and_comes_again_whole() throws IOException, LDAPException {
        DirSyncCookie before = now();
        List<ObjectGuid> people = new ArrayList<>();
        for (int person = 0; person < 20; person++) {
            people.add(addUser("CN=Cut " + person, "cut" + person));
        }
        for (int octets = CUT; octets < CUT + CUTS; octets++) {
            assertCutOff(octets, before);
        }
        try (Directory again = Directories.connect(clearText(lab().ldap()))) {
            assertThat(again.page(namingContext, before).touched())
                    .extracting(Touched::objectGuid)
                    .containsExactlyInAnyOrderElementsOf(people);
        }
    }

    /** By a relay of its own: breaking takes a moment, and must not reach the next connection. */
    private void assertCutOff(int octets, DirSyncCookie before) throws IOException {
        try (TcpRelay relay = TcpRelay.to(lab().ldap());
                Directory broken = Directories.connect(clearText(relay.uri("ldap")))) {
            relay.cutAfter(octets);

            assertThatThrownBy(() -> broken.page(namingContext, before))
                    .as("cut off after %d octets", octets)
                    .isInstanceOfSatisfying(
                            DirectoryException.class,
                            e -> assertThat(e.reason()).as(e.toString()).isEqualTo(Reason.UNREACHABLE));
        }
    }

    private DirectoryOptions clearText(URI server) {
        DirectoryOptions usual = options(lab().replicator());
        return new DirectoryOptions(
                List.of(server),
                Optional.empty(),
                usual.login(),
                usual.trust(),
                false,
                true,
                usual.attributes(),
                usual.groups());
    }

    @Test
    void a_cookie_that_is_none_is_refused_as_cookie() {
        DirSyncCookie none = DirSyncCookie.of(new byte[] {1, 2, 3});

        assertThatThrownBy(() -> directory.page(namingContext, none))
                .isInstanceOfSatisfying(
                        DirectoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.COOKIE));
        assertThat(directory.page(namingContext, now()).touched()).isEmpty();
    }

    @Test
    void an_account_without_the_right_is_told_which_one_it_needs() {
        try (Directory plain = Directories.connect(options(lab().ordinary()))) {
            assertThatThrownBy(() -> plain.page(namingContext, null))
                    .hasMessageContaining("Replicating Directory Changes")
                    .isInstanceOfSatisfying(
                            DirectoryException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.RIGHTS));
        }
    }

    @Test
    void a_base_below_the_naming_context_is_no_missing_right() throws LDAPException {
        NamingContext below = new NamingContext(guid(unit), unit);

        assertThatThrownBy(() -> directory.page(below, null))
                .hasMessageContaining("not the root of a naming context")
                .isInstanceOfSatisfying(
                        DirectoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RIGHTS));
    }
}
