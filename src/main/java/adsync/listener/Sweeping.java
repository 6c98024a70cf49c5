package adsync.listener;

import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.observe.LogKeys;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The phase between an enumeration and the knowledge of what became of all that it did not meet. Changes are followed
 * meanwhile. A sweep that is refused, or leaves users in doubt, is made again after a while, and after a restart.
 */
final class Sweeping implements Backlog {

    private static final Logger LOGGER = LoggerFactory.getLogger(Sweeping.class);
    private static final String SEARCH = "sweep";

    private final Function<Checkpoint, Sweep> sweeps;
    private final Enumeration enumeration;
    private final PageWriter writer;
    private final Evaluation evaluation;
    private final Unconfirmed unconfirmed;
    private final ListenerHealth health;
    private final Later later;
    private final BooleanSupplier stopping;
    private @Nullable Sweep sweep;
    private boolean refused;

    /**
     * Sweeps nothing yet.
     *
     * @param sweeps begins a sweep
     */
    Sweeping(
            Function<Checkpoint, Sweep> sweeps,
            Enumeration enumeration,
            PageWriter writer,
            Evaluation evaluation,
            Unconfirmed unconfirmed,
            ListenerHealth health,
            Later later,
            BooleanSupplier stopping) {
        this.sweeps = sweeps;
        this.enumeration = enumeration;
        this.writer = writer;
        this.evaluation = evaluation;
        this.unconfirmed = unconfirmed;
        this.health = health;
        this.later = later;
        this.stopping = stopping;
    }

    @Override
    public boolean step(Drain drain) {
        if (drain.checkpoint().phase() != Phase.SWEEPING || !later.due()) {
            return false;
        }
        Sweep running = sweep;
        if (running == null) {
            begin(drain);
        } else if (!running.step(drain.checkpoint())) {
            end(running, drain);
        }
        return true;
    }

    private void begin(Drain drain) {
        if (refused) { // what could not be read then may be readable now
            drain.goOn(enumeration.rest(drain.checkpoint()));
        }
        if (stopping.getAsBoolean()) {
            return;
        }
        sweep = sweeps.apply(drain.checkpoint());
    }

    private void end(Sweep ended, Drain drain) {
        sweep = null;
        Optional<String> refusal = ended.removeExpunged(drain.checkpoint());
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        refused = false;
        health.concern(ListenerHealth.Concern.SWEEP, "");
        unconfirmed.notFound(SEARCH, ended.doubtful());
        if (ended.doubtful().isEmpty()) {
            ended.settled();
            later.succeeded();
            Checkpoint done = Checkpoints.phase(drain.checkpoint(), Phase.FOLLOWING);
            writer.write(evaluation.empty(), done);
            drain.goOn(done);
        } else {
            later.failed();
        }
    }

    private void refuse(String refusal) {
        later.failed();
        if (!refused) {
            LOGGER.atError().addKeyValue(LogKeys.REASON, refusal).log("sweep refused");
        }
        refused = true;
        health.concern(ListenerHealth.Concern.SWEEP, refusal);
    }
}
