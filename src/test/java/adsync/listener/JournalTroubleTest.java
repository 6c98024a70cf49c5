package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.journal.JournalException;
import adsync.observe.HealthStatus;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A journal that does not take what was read is no fault of the directory. */
class JournalTroubleTest extends ListenerFixture {

    @Test
    void a_journal_that_fails_is_named() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();

        start(PickyJournal.full(journal()));
        domain().user("bob", domain().root());

        eventually(() -> status().cause().contains("disk"));
        assertThat(status().details()).containsEntry("failing", "journal");
        assertThat(status().state()).as("the directory is well").isEqualTo(HealthStatus.State.DEGRADED);
    }

    @Test
    void a_journal_that_cannot_be_written_costs_no_session_and_no_bell() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        var full = new AtomicBoolean(true);
        var refused = new AtomicInteger();
        start(PickyJournal.of(journal(), page -> {
            if (full.get()) {
                refused.incrementAndGet();
            }
            return full.get()
                    ? Optional.of(new JournalException(JournalException.Reason.DISK_FULL, "The disk is full."))
                    : Optional.empty();
        }));
        long connects = domain().count("connect");
        ObjectGuid bob = domain().user("bob", domain().root());

        eventually(() -> refused.get() >= 3);
        full.set(false);

        eventually(() -> present(bob));
        eventually(() -> status().state() == HealthStatus.State.UP);
        assertThat(domain().count("connect")).isLessThanOrEqualTo(connects + 1);
        assertThat(domain().count("bell")).isEqualTo(2); // of the first session, and of this one
    }

    @Test
    void a_session_that_goes_on_after_it_does_not_take_its_own_first_number_for_a_directory_that_went_back() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        var full = new AtomicBoolean();
        var refused = new AtomicInteger();
        start(PickyJournal.of(journal(), page -> {
            if (full.get()) {
                refused.incrementAndGet();
            }
            return full.get()
                    ? Optional.of(new JournalException(JournalException.Reason.DISK_FULL, "The disk is full."))
                    : Optional.empty();
        }));
        eventually(this::following);
        ObjectGuid bob = domain().user("bob", domain().root());
        domain().ring();
        eventually(() -> present(bob));

        full.set(true);
        ObjectGuid cyd = domain().user("cyd", domain().root());
        domain().ring();
        eventually(() -> refused.get() >= 1);
        full.set(false);

        eventually(() -> present(cyd));
        assertThat(enumerations("rollback")).isZero();
    }
}
