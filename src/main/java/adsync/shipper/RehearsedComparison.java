package adsync.shipper;

import adsync.change.Origin;
import adsync.journal.Comparison;
import adsync.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The comparison with the provider that a start makes without anybody asking, if it makes one. What was shipped in the rehearsal is
 * newer than its moment, and so it is left alone.
 */
final class RehearsedComparison {

    private final Journal journal;
    private final Provider provider;
    private final Comparing comparing;
    private final Optional<Duration> every;
    private final Instant now;

    /**
     * Rehearses one.
     *
     * @param every how long after the begin of one the next is begun; empty for only when asked
     * @param now when the rehearsal began
     */
    RehearsedComparison(
            Journal journal, Provider provider, Comparing comparing, Optional<Duration> every, Instant now) {
        this.journal = journal;
        this.provider = provider;
        this.comparing = comparing;
        this.every = every;
        this.now = now;
    }

    /** The one that would begin, or go on; empty if there is none. Once all is shipped. */
    Optional<Comparison> begun() {
        Optional<Comparison> last = journal.comparisons().begun().await();
        Optional<Comparison> begun = last.isEmpty()
                ? Optional.of(Comparison.begin(1, now)).filter(first -> provider.heldAccounts())
                : last.flatMap(this::next);
        begun.ifPresent(one -> journal.comparisons()
                .compared(one, Map.of(), Set.of(), new Origin("", 0, now))
                .await());
        return begun;
    }

    private Optional<Comparison> next(Comparison last) {
        if (!last.over()) {
            return Optional.of(last);
        }
        return every.filter(time -> !now.isBefore(last.begunAt().plus(time)))
                .map(time -> Comparison.begin(last.number() + 1, now));
    }

    Comparison step(Comparison before) {
        return comparing.step(before);
    }
}
