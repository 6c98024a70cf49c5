package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.change.DirSyncCookie;
import adsync.change.ObjectGuid;
import adsync.directory.Bell;
import adsync.directory.DirSyncPage;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.Touched;
import adsync.embedded.DirectoryProfile;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that a domain controller should not give, and what is made of them. */
class FaultyAnswersTest extends LabContract {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final EmbeddedLab LAB = new EmbeddedLab(DirectoryProfile.windows());

    @AfterAll
    static void stop() {
        LAB.close();
    }

    @AfterEach
    void mend() {
        LAB.embedded().faults().clearFailures();
    }

    @Override
    protected LabDirectory lab() {
        return LAB;
    }

    private static void assertReason(Throwable failure, Reason reason) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        DirectoryException.class,
                        directory -> assertThat(directory.reason()).isEqualTo(reason));
    }

    @Test
    void a_page_without_its_control_is_no_page_and_comes_again() throws LDAPException {
        DirSyncCookie before = directory.currentCookie(namingContext);
        ObjectGuid ada = addUser("CN=Ada", "ada");
        LAB.embedded().faults().omitDirSyncControl(1);

        assertThatThrownBy(() -> directory.page(namingContext, before))
                .satisfies(failure -> assertReason(failure, Reason.PROTOCOL));

        assertThat(directory.page(namingContext, before).touched()).containsExactly(new Touched(ada, false));
    }

    private Set<ObjectGuid> newcomers(int count) throws LDAPException {
        Set<ObjectGuid> newcomers = new HashSet<>();
        for (int i = 0; i < count; i++) {
            newcomers.add(addUser("CN=Newcomer " + i, "newcomer" + i));
        }
        return newcomers;
    }

    /** A domain controller counts the time of the whole page, so the same question would meet the same end. */
    @Test
    void a_page_whose_time_is_up_in_its_middle_is_asked_for_in_smaller_ones() throws LDAPException {
        DirSyncCookie cookie = directory.currentCookie(namingContext);
        Set<ObjectGuid> newcomers = newcomers(260);
        LAB.embedded().faults().limitDirSync(130);

        Set<ObjectGuid> told = new HashSet<>();
        int pages = 0;
        DirSyncPage page;
        do {
            page = directory.page(namingContext, cookie);
            page.touched().forEach(touched -> told.add(touched.objectGuid()));
            cookie = page.cookie();
            pages++;
        } while (page.moreResults());

        assertThat(told).isEqualTo(newcomers);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_page_that_is_never_in_time_is_no_page_and_comes_again() throws LDAPException {
        DirSyncCookie before = directory.currentCookie(namingContext);
        Set<ObjectGuid> newcomers = newcomers(120);
        LAB.embedded().faults().limitDirSync(50);

        assertThatThrownBy(() -> directory.page(namingContext, before))
                .satisfies(failure -> assertReason(failure, Reason.BUSY));

        LAB.embedded().faults().clearFailures();
        assertThat(directory.page(namingContext, before).touched())
                .extracting(Touched::objectGuid)
                .isSubsetOf(newcomers)
                .hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void a_listener_that_is_slow_holds_up_no_call_of_others() throws LDAPException, InterruptedException {
        var held = new CountDownLatch(1);
        var slow = new Counting() {
            @Override
            public void rung() {
                super.rung();
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (Bell bell = directory.bell(namingContext, slow)) {
            for (int i = 0; i < 50; i++) {
                addUser("CN=Burst " + i, "burst" + i);
            }
            await().atMost(SOON).until(() -> slow.rings.availablePermits() > 0);

            assertThat(directory.highestCommittedUsn()).isPositive();

            held.countDown();
            await().atMost(SOON).until(() -> slow.rings.availablePermits() >= 50);
            bell.ping();
        }
    }

    /** Counts. */
    private static class Counting implements Bell.Listener {

        final Semaphore rings = new Semaphore(0);

        @Override
        public void rung() {
            rings.release();
        }

        @Override
        public void lost(DirectoryException why) {}
    }
}
