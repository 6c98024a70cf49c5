package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.journal.JournalException;
import adsync.journal.PageCommit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whoever lives in a container comes and goes with it, whatever the journal believed of the container before. */
class ContainersTest extends ListenerFixture {

    @Test
    void a_container_that_left_unseen_by_dirsync_brings_its_users_back() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        stop();
        domain().move(sales, domain().head());
        fingerprint("another configuration");
        startAndFollow();
        assertThat(present(bob)).isFalse();

        domain().move(sales, domain().root());
        domain().ring();

        eventually(() -> present(bob));
    }

    @Test
    void a_container_that_left_when_the_cookie_was_refused_brings_its_users_back() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("page") && once.compareAndSet(false, true)) {
                throw new DirectoryException(Reason.COOKIE, "the cookie is not accepted");
            }
        });
        domain().move(sales, domain().head());
        domain().ring();
        eventually(() -> !present(bob));
        eventually(this::following);

        domain().move(sales, domain().root());
        domain().ring();

        eventually(() -> present(bob));
    }

    @Test
    void a_container_that_returns_while_its_users_are_withdrawn_brings_them_back() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        AtomicBoolean locating = new AtomicBoolean();
        AtomicBoolean withdrawing = new AtomicBoolean();
        AtomicBoolean returned = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("locate")) {
                locating.set(true);
            } else if (call.equals("read") && locating.get()) {
                withdrawing.set(true);
                domain().ring();
            } else if (call.equals("usn") && withdrawing.get() && returned.compareAndSet(false, true)) {
                domain().move(sales, domain().root());
            }
        });

        domain().move(sales, domain().head());
        domain().ring();

        eventually(returned::get);
        eventually(() -> present(bob));
    }

    @Test
    void a_container_that_is_known_through_a_user_before_it_is_reported_brings_the_others_too() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().head());
        ObjectGuid bob = domain().user("bob", sales);
        ObjectGuid carl = domain().user("carl", sales);
        startAndFollow();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("read") && once.compareAndSet(false, true)) {
                domain().move(sales, domain().root());
                domain().ring();
            }
        });

        domain().set(bob, "title", "Director");
        domain().ring();

        eventually(() -> present(bob));
        eventually(() -> present(carl));
    }

    @Test
    void a_container_that_comes_back_to_be_gone_again_takes_along_whom_it_brought() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        AtomicBoolean left = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("locate") && left.compareAndSet(false, true)) {
                domain().before(next -> {
                    if (next.equals("read")) {
                        domain().move(sales, domain().root());
                        domain().before(later -> {
                            if (later.equals("page")) {
                                domain().before(any -> {});
                                domain().move(sales, domain().head());
                            }
                        });
                    }
                });
            }
        });

        domain().move(sales, domain().head());
        domain().ring();

        eventually(left::get);
        rounds(3);
        eventually(() -> !present(bob));
    }

    @Test
    void containers_that_an_enumeration_did_not_come_to_are_read_when_it_goes_on() {
        ObjectGuid last = domain().root();
        for (int i = 0; i < 510; i++) {
            last = domain().container("OU=Unit " + i, domain().root());
        }
        ObjectGuid unit = last;
        ObjectGuid bob = domain().user("bob", unit);
        startAndFollow();
        stop();
        domain().rename(unit, "OU=Another name");
        fingerprint("another configuration");
        AtomicBoolean once = new AtomicBoolean();

        start(PickyJournal.of(
                journal(),
                page -> containers(page, unit) && once.compareAndSet(false, true) ? full() : Optional.empty()));

        eventually(once::get);
        eventually(this::following);
        assertThat(Objects.requireNonNull(
                                journal().containers(Set.of(unit)).await().get(unit))
                        .rdn())
                .isEqualTo("OU=Another name");
        assertThat(shadow(bob).orElseThrow().image().dn()).isEqualTo("CN=bob,OU=Another name," + MemoryDomain.ROOT);
    }

    private static boolean containers(PageCommit page, ObjectGuid container) {
        return page.containers().stream().anyMatch(one -> one.objectGuid().equals(container));
    }

    private static Optional<JournalException> full() {
        return Optional.of(
                new JournalException(JournalException.Reason.DISK_FULL, "The disk of the state folder is full."));
    }
}
