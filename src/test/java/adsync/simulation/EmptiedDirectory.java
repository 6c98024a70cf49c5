package adsync.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rule for an enumeration that meets nobody: it is refused, which an alarm tells, and as long as it is, the accounts stay as they
 * are. It ends when somebody is there again.
 */
final class EmptiedDirectory {

    private static final Duration STAYS = Duration.ofMinutes(5);

    private final Oracle oracle;
    private final Story story;
    private final Trace trace;
    private @Nullable Instant since;
    private List<String> kept = List.of();
    private boolean over;

    EmptiedDirectory(Oracle oracle, Story story, Trace trace) {
        this.oracle = oracle;
        this.story = story;
        this.trace = trace;
    }

    /**
     * Looks whether the rule holds; lets somebody be hired when it did for a while.
     *
     * @param complaints the accounts that are not as the directory, and nothing else
     * @param alarmed whether the alarm is up
     * @param settled whether nothing is under way to the provider
     * @return since when the directory is expected to be followed again, once it is; empty before
     */
    Optional<Instant> look(List<String> complaints, boolean alarmed, boolean settled, Instant now) {
        if (over || !oracle.nobody()) {
            return Optional.empty();
        }
        if (since == null) {
            begin(complaints, alarmed && settled, now);
            return Optional.empty();
        }
        if (!alarmed || !complaints.equals(kept)) {
            throw new Violation("nobody is in the directory; kept were " + kept + ", now are " + complaints
                    + ", and the alarm is " + (alarmed ? "up" : "not up"));
        }
        if (Duration.between(since, now).compareTo(STAYS) < 0) {
            return Optional.empty();
        }
        over = true;
        story.hireAgain();
        return Optional.of(now);
    }

    private void begin(List<String> complaints, boolean refused, Instant now) {
        if (refused
                && !complaints.isEmpty()
                && complaints.equals(kept)
                && complaints.stream().allMatch(Oracle::tellsOfKept)) {
            trace.add("-- nobody is in the directory, the sweep is refused");
            since = now;
        }
        kept = complaints;
    }
}
