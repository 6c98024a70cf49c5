package adsync.listener;

import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.observe.LogKeys;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phase between an enumeration and the knowledge of what became of all that it did not meet. Changes are followed
 * meanwhile. A sweep that is refused, or leaves users in doubt, is made again after a while, and after a restart.
 */
final class Sweeping {

    private static final Logger LOGGER = LoggerFactory.getLogger(Sweeping.class);
    private static final String SEARCH = "sweep";

    private final Sweep sweep;
    private final Enumeration enumeration;
    private final PageWriter writer;
    private final Evaluation evaluation;
    private final Unconfirmed unconfirmed;
    private final ListenerHealth health;
    private final Later later;
    private final BooleanSupplier stopping;
    private boolean refused;

    Sweeping(
            Sweep sweep,
            Enumeration enumeration,
            PageWriter writer,
            Evaluation evaluation,
            Unconfirmed unconfirmed,
            ListenerHealth health,
            Later later,
            BooleanSupplier stopping) {
        this.sweep = sweep;
        this.enumeration = enumeration;
        this.writer = writer;
        this.evaluation = evaluation;
        this.unconfirmed = unconfirmed;
        this.health = health;
        this.later = later;
        this.stopping = stopping;
    }

    /** Sweeps if that is still to be done and it is time to. Returns the checkpoint it came to. */
    Checkpoint tend(Checkpoint before) {
        if (before.phase() != Phase.SWEEPING || !later.due() || stopping.getAsBoolean()) {
            return before;
        }
        // After a refusal, what could not be read then may be readable now.
        Checkpoint checkpoint = refused ? enumeration.rest(before) : before;
        Optional<String> refusal = stopping.getAsBoolean() ? Optional.empty() : sweep.refusal(checkpoint);
        refusal.ifPresent(this::refuse);
        boolean complete = refusal.isEmpty() && complete(checkpoint);
        if (stopping.getAsBoolean()) {
            return checkpoint;
        }
        if (!complete) {
            later.failed();
            return checkpoint;
        }
        later.succeeded();
        Checkpoint done = Checkpoints.phase(checkpoint, Phase.FOLLOWING);
        writer.write(evaluation.empty(), done);
        return done;
    }

    private void refuse(String refusal) {
        if (!refused) {
            LOGGER.atError().addKeyValue(LogKeys.REASON, refusal).log("sweep refused");
        }
        refused = true;
        health.concern(ListenerHealth.Concern.SWEEP, refusal);
    }

    /** Whether nobody was left in doubt. */
    private boolean complete(Checkpoint checkpoint) {
        refused = false;
        var doubtful = sweep.run(checkpoint);
        if (!stopping.getAsBoolean()) {
            unconfirmed.notFound(SEARCH, doubtful);
            health.concern(ListenerHealth.Concern.SWEEP, "");
        }
        return doubtful.isEmpty();
    }
}
