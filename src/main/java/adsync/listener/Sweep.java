package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * After an enumeration: asks one by one for the objects that it did not meet. A tombstone, or an object found outside the root,
 * counts as gone. One that is nowhere counts as gone only where we can see that we are shown its container's content.
 */
final class Sweep {

    private static final int BATCH = 200;

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final BooleanSupplier stopping;

    Sweep(Session session, Journal journal, Evaluation evaluation, PageWriter writer, BooleanSupplier stopping) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
        this.stopping = stopping;
    }

    /** Why the enumeration must not be believed; empty if it may. */
    Optional<String> refusal(Checkpoint checkpoint) {
        long known = journal.statistics().await().objects();
        if (known > 0 && checkpoint.enumerated() == 0) {
            return Optional.of("the enumeration met no user at all, but " + known + " are known; none was removed."
                    + " Check the account's rights and the selected root");
        }
        int asked = SweepLimit.allowed(known) + 1;
        return SweepLimit.refusal(
                known,
                journal.unseen(checkpoint.namingContext().guid(), checkpoint.epoch(), null, asked)
                        .await()
                        .size());
    }

    /** Returns the users that stay in doubt, with their last names. */
    Map<ObjectGuid, String> run(Checkpoint checkpoint) {
        Map<ObjectGuid, String> doubtful = new LinkedHashMap<>();
        List<ObjectGuid> unseen = journal.unseen(checkpoint.namingContext().guid(), checkpoint.epoch(), null, BATCH)
                .await();
        while (!unseen.isEmpty() && !stopping.getAsBoolean()) {
            Evaluation.Confirmed confirmed = evaluation.confirmed(unseen, true);
            confirmed.missing().forEach((objectGuid, shadow) -> {
                if (expunged(shadow, checkpoint)) {
                    confirmed.page().gone(objectGuid, Presence.DELETED, 0);
                } else {
                    doubtful.put(objectGuid, shadow.image().dn());
                }
            });
            writer.write(confirmed.page(), checkpoint);
            unseen = journal.unseen(checkpoint.namingContext().guid(), checkpoint.epoch(), unseen.getLast(), BATCH)
                    .await();
        }
        return doubtful;
    }

    /** Whether its container is there and the enumeration saw another object in it: then this one would have been seen. */
    private boolean expunged(Shadow shadow, Checkpoint checkpoint) {
        ObjectGuid container = shadow.image().parent();
        return session.ask(() -> session.directory().locate(container))
                        .filter(located -> !located.deleted())
                        .isPresent()
                && journal.seenIn(container, checkpoint.epoch()).await();
    }
}
