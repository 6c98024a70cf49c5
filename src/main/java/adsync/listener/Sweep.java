package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.observe.LogKeys;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After an enumeration: asks one by one for the objects that it did not meet. Only a tombstone, or an object found outside the
 * root, counts as gone; and if too many are missing, none does, for then it is more likely that we were shown too little.
 */
final class Sweep {

    private static final Logger LOGGER = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 200;
    private static final int ALWAYS_ALLOWED = 25;
    private static final int ALLOWED_SHARE = 10;

    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;

    Sweep(Journal journal, Evaluation evaluation, PageWriter writer) {
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
    }

    /** Returns why nothing was done, or empty if the sweep was made. */
    Optional<String> run(Checkpoint checkpoint) {
        long objects = journal.statistics().await().objects();
        int allowed = (int) Math.max(ALWAYS_ALLOWED, objects / ALLOWED_SHARE);
        long epoch = checkpoint.epoch();
        int missing = journal.unseen(checkpoint.namingContext().guid(), epoch, null, allowed + 1)
                .await()
                .size();
        if (missing > allowed) {
            String refusal =
                    "more than " + allowed + " of " + objects + " known users were not found by the enumeration; none"
                            + " was removed. Check the account's rights and the selected root";
            LOGGER.atError()
                    .addKeyValue(LogKeys.COUNT, missing)
                    .addKeyValue(LogKeys.TOTAL, objects)
                    .addKeyValue(LogKeys.REASON, refusal)
                    .log("sweep refused");
            return Optional.of(refusal);
        }
        List<ObjectGuid> unseen = journal.unseen(checkpoint.namingContext().guid(), epoch, null, BATCH)
                .await();
        while (!unseen.isEmpty()) {
            writer.write(evaluation.confirmed(unseen), checkpoint);
            unseen = journal.unseen(checkpoint.namingContext().guid(), epoch, unseen.getLast(), BATCH)
                    .await();
        }
        return Optional.empty();
    }
}
