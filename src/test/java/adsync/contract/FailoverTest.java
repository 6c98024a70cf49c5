package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import adsync.directory.Bell;
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
import java.io.IOException;
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
        other = connect(URI.create(second.ldapUrl()));
    }

    private Directory connect(URI address) {
        DirectoryOptions here = options(LAB.replicator());
        return Directories.connect(new DirectoryOptions(
                List.of(address),
                Optional.empty(),
                here.login(),
                Optional.empty(),
                false,
                true,
                here.attributes(),
                true));
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
    void an_address_that_leads_to_either_gets_no_bell_of_the_wrong_one() throws IOException {
        try (TcpRelay address = TcpRelay.to(LAB.ldap());
                Directory behind = connect(address.uri("ldap"))) {
            address.leadTo(URI.create(second.ldapUrl()));

            assertThatThrownBy(() -> behind.bell(namingContext, new Deaf()))
                    .isInstanceOf(DirectoryException.class)
                    .hasMessageContaining("name each domain controller instead of a shared address");
        }
    }

    /** Hears nothing. */
    private static final class Deaf implements Bell.Listener {

        @Override
        public void rung() {}

        @Override
        public void lost(DirectoryException why) {}
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
    void what_a_cookie_claims_is_known_to_the_other_once_it_is_replicated() throws LDAPException {
        addUser("CN=Ada", "ada");
        UpToDateVector claimed = other.claims(now()).orElseThrow();

        assertThat(claimed.beyond(directory.upToDateVector(namingContext)).isEmpty())
                .isTrue();
        assertThat(claimed.beyond(other.upToDateVector(namingContext)).usns())
                .containsOnlyKeys(directory.domainController().invocationId());

        second.replicateFrom(LAB.embedded());

        assertThat(claimed.beyond(other.upToDateVector(namingContext)).isEmpty())
                .isTrue();
    }

    /** Why nothing may be read of one that lags: its older state would never be corrected. */
    @Test
    void what_comes_within_a_cycle_is_not_told_if_the_cookie_claims_it() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        second.replicateFrom(LAB.embedded());
        set(dn("CN=Ada"), "title", "Director");
        DirSyncCookie claims = now();
        second.seedPeople(1200);

        DirSyncPage page = other.page(namingContext, claims);
        assertThat(page.moreResults()).isTrue();
        assertThat(title(other, ada)).isEmpty();
        second.replicateFrom(LAB.embedded());

        assertThat(touchedAtOther(page.cookie()))
                .extracting(Touched::objectGuid)
                .doesNotContain(ada);
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
