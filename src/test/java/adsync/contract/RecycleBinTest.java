package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.Touched;
import adsync.embedded.Behaviour;
import adsync.embedded.DirectoryProfile;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The recycle bin, which Samba does not have: what is deleted keeps its attributes and its hidden links for a while. */
class RecycleBinTest extends LabContract {

    private static final EmbeddedLab LAB =
            new EmbeddedLab(DirectoryProfile.windows().with(Behaviour.RECYCLE_BIN));

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

    @Test
    void a_user_that_comes_back_is_a_member_again_and_no_group_says_so() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada", new Attribute("mail", "ada@example.com"));
        ObjectGuid team = add("group", "CN=Team", "team", new Attribute("member", dn("CN=Ada")));
        DirSyncCookie before = now();
        delete(dn("CN=Ada"));
        DirSyncCookie deleted = now();

        assertThat(touchedSince(before)).containsExactly(new Touched(ada, true));
        assertThat(all(directory.members(team))).isEmpty();

        undelete(ada, dn("CN=Ada is back"));

        assertThat(touchedSince(deleted)).containsExactly(new Touched(ada, false, true, List.of(), List.of()));
        assertThat(directory.groupsOf(List.of(ada))).containsEntry(ada, List.of(team));
        assertThat(all(directory.members(team))).containsExactly(ada);
        assertThat(((Image) directory.read(List.of(ada)).getFirst()).values("mail"))
                .containsExactly("ada@example.com");
    }

    @Test
    void what_leaves_the_bin_is_touched_as_deleted_a_second_time() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        delete(dn("CN=Ada"));
        DirSyncCookie before = now();

        LAB.embedded().faults().emptyRecycleBin();

        assertThat(touchedSince(before)).contains(new Touched(ada, true)).allMatch(Touched::deleted);
        assertThat(directory.locate(ada))
                .hasValueSatisfying(found -> assertThat(found.deleted()).isTrue());
    }

    @Test
    void what_is_collected_is_gone_without_a_word() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        delete(dn("CN=Ada"));
        DirSyncCookie before = now();

        LAB.embedded().faults().collectGarbage();

        assertThat(touchedSince(before)).isEmpty();
        assertThat(directory.locate(ada)).isEmpty();
    }
}
