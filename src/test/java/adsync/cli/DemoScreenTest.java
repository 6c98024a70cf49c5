package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeSettled;
import adsync.journal.JournalStatistics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** When a demo has caught up. */
class DemoScreenTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private final StringWriter printed = new StringWriter();

    private boolean catchesUp(Supplier<List<String>> differences, Duration longest, long pending, long parked)
            throws InterruptedException {
        var screen = new DemoScreen(new PrintWriter(printed), Clock.systemUTC(), true, differences);
        var statistics = new JournalStatistics(9, pending, parked, 0, 9, Optional.empty(), "");
        return screen.catchUp(() -> statistics, longest);
    }

    @Test
    void a_change_that_waits_for_the_guard_says_so() {
        Instant now = Instant.EPOCH;

        String told = DemoScreen.outcome(new ChangeSettled(
                new CorrelationId("c1"),
                new ObjectGuid(new UUID(0, 1)),
                "CN=Ada,DC=example,DC=com",
                ChangeKind.DELETED,
                new Origin("dc", 1, now),
                now,
                ChangeSettled.Outcome.POSTPONED,
                0,
                "the guard waits until the grace is over, to see whether it is one of many",
                now));

        assertThat(told).contains("postponed", "Ada: the guard waits until the grace is over");
    }

    @Test
    void it_waits_until_the_provider_equals_the_directory() throws InterruptedException {
        Queue<List<String>> differences = new ArrayDeque<>(List.of(List.of("title"), List.of("title"), List.of()));

        assertThat(catchesUp(differences::remove, LONG, 0, 0)).isTrue();
        assertThat(differences).isEmpty();
    }

    @Test
    void although_nothing_is_pending_it_has_not_while_they_differ() throws InterruptedException {
        assertThat(catchesUp(() -> List.of("one title", "another"), Duration.ZERO, 0, 0))
                .isFalse();
        assertThat(printed.toString()).contains("one title", "another", "2 differences");
    }

    @Test
    void although_they_are_equal_it_has_not_while_somebody_is_pending_or_parked() throws InterruptedException {
        assertThat(catchesUp(List::of, Duration.ZERO, 1, 0)).isFalse();
        assertThat(catchesUp(List::of, LONG, 0, 1)).isFalse();
    }

    @Test
    void what_waits_for_an_approval_is_not_waited_for() throws InterruptedException {
        var screen = new DemoScreen(new PrintWriter(printed), Clock.systemUTC(), true, () -> List.of("title"));
        var held = new JournalStatistics(9, 0, 0, 3, 9, Optional.empty(), "");

        assertThat(screen.catchUp(() -> held, Duration.ofMinutes(10))).isFalse();

        assertThat(printed.toString()).contains("3 people wait until somebody approves", "1 differences");
    }
}
