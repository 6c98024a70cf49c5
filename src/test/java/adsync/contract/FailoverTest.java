package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.DirSyncPage;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions;
import adsync.directory.Touched;
import adsync.embedded.DirectoryProfile;
import adsync.embedded.EmbeddedDirectory;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the cookies and the state of one domain controller are worth at another one of the same domain. */
class FailoverTest extends LabContract {

    private static final EmbeddedLab LAB = new EmbeddedLab(DirectoryProfile.windows());
    private static final AtomicInteger NUMBER = new AtomicInteger(1);

    private EmbeddedDirectory second;
    private Directory other;

    @Override
    protected LabDirectory lab() {
        return LAB;
    }

    @Override
    protected boolean groups() {
        return true;
    }

    @BeforeEach
    void join() {
        second = LAB.embedded().startReplica("dc" + NUMBER.incrementAndGet());
        LAB.embedded().replicateFrom(second);
        DirectoryOptions here = options(LAB.replicator());
        other = Directories.connect(
                new DirectoryOptions(
                        List.of(URI.create(second.ldapUrl())),
                        Optional.empty(),
                        here.login(),
                        Optional.empty(),
                        false,
                        true,
                        here.attributes(),
                        true),
                Optional.empty());
    }

    @AfterEach
    void leave() {
        other.close();
        second.close();
    }

    @AfterAll
    static void stop() {
        LAB.close();
    }

    @Test
    void they_are_told_apart_by_name_and_database_while_the_domain_is_the_same() {
        assertThat(other.domainController().hostName())
                .isEqualTo(second.options().hostName() + ".corp.example");
        assertThat(other.domainController().invocationId())
                .isNotEqualTo(directory.domainController().invocationId());
        assertThat(other.namingContextOf(unit)).hasValue(namingContext);
    }

    @Test
    void the_cookie_of_a_whole_cycle_brings_exactly_what_is_new() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        second.replicateFrom(LAB.embedded());
        DirSyncCookie before = now();
        set(dn("CN=Ada"), "title", "Director");

        assertThat(touchedAtOther(before)).isEmpty();
        assertThat(title(other, ada)).isEmpty();

        second.replicateFrom(LAB.embedded());

        assertThat(touchedAtOther(before)).containsExactly(new Touched(ada, false));
        assertThat(title(other, ada)).containsExactly("Director");
    }

    @Test
    void members_are_told_by_the_other_too() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid team = add("group", "CN=Team", "team");
        second.replicateFrom(LAB.embedded());
        DirSyncCookie before = now();
        set(dn("CN=Team"), "member", dn("CN=Ada"));
        second.replicateFrom(LAB.embedded());

        assertThat(touchedAtOther(before)).containsExactly(new Touched(team, false, List.of(ada), List.of()));
    }

    @Test
    void the_cookie_of_a_page_starts_over() throws LDAPException {
        LAB.embedded().seedPeople(1200);
        ObjectGuid ada = addUser("CN=Ada", "ada");
        second.replicateFrom(LAB.embedded());
        DirSyncPage page = directory.page(namingContext, null);
        assertThat(page.moreResults()).isTrue();

        assertThat(touchedAtOther(page.cookie()))
                .hasSizeGreaterThan(1200)
                .contains(new Touched(ada, false))
                .containsAll(page.touched());
    }

    @Test
    void a_server_that_does_not_understand_the_cookie_says_so() {
        DirSyncCookie before = now();
        second.faults().refuseForeignCookies(true);

        assertThatThrownBy(() -> other.page(namingContext, before))
                .isInstanceOfSatisfying(
                        DirectoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.COOKIE));
        assertThat(touchedAtOther(other.currentCookie(namingContext))).isEmpty();

        second.faults().refuseForeignCookies(false);

        assertThat(touchedAtOther(before)).isEmpty();
    }

    private List<Touched> touchedAtOther(DirSyncCookie cookie) {
        DirSyncPage page = other.page(namingContext, cookie);
        List<Touched> touched = new ArrayList<>(page.touched());
        while (page.moreResults()) {
            page = other.page(namingContext, page.cookie());
            touched.addAll(page.touched());
        }
        return touched;
    }

    private static List<String> title(Directory directory, ObjectGuid user) {
        return ((Image) directory.read(List.of(user)).getFirst()).values("title");
    }
}
