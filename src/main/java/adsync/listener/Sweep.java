package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.directory.Located;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Recheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * After an enumeration: asks one by one for the objects that it did not meet. A tombstone, or an object found outside the root,
 * counts as gone at once. One that is nowhere counts as gone only where tombstones may be purged or lost, where we can see that we
 * are shown its container's content, and only if few are missing. One that shows us no more than its name is there. Where nobody
 * was met at all, nothing counts unless everybody has a tombstone.
 */
final class Sweep {

    private static final int BATCH = 200;

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final Replication replication;
    private final long known;
    private final boolean traceless;
    private final List<ObjectGuid> expunged = new ArrayList<>();
    private final Map<ObjectGuid, String> doubtful = new LinkedHashMap<>();
    private boolean proved;
    private long missing;
    private @Nullable ObjectGuid after;

    /**
     * Begins one.
     *
     * @param known how many users of the naming context are known
     * @param traceless whether they may be gone without a tombstone
     */
    Sweep(
            Session session,
            Journal journal,
            Evaluation evaluation,
            PageWriter writer,
            Replication replication,
            long known,
            boolean traceless) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
        this.replication = replication;
        this.known = known;
        this.traceless = traceless;
    }

    /** Asks for the next ones. Returns false if all were asked for, or nothing is to be believed. */
    boolean step(Checkpoint checkpoint) {
        List<ObjectGuid> unseen = journal.unseen(checkpoint.namingContext().guid(), checkpoint.epoch(), after, BATCH)
                .await();
        if (unproved(checkpoint)) {
            return prove(unseen);
        }
        if (unseen.isEmpty()) {
            return false;
        }
        Evaluation.Confirmed confirmed = evaluation.confirmed(unseen, true);
        writer.write(confirmed.page(), checkpoint);
        if (!confirmed.missing().isEmpty()) {
            Set<ObjectGuid> doubted = doubted(checkpoint);
            boolean complete = !replication.incomplete(session) && traceless;
            confirmed.missing().forEach((objectGuid, shadow) -> {
                boolean certain = complete && confirmed.mayBeGone(objectGuid) && !doubted.contains(objectGuid);
                miss(objectGuid, shadow, certain, checkpoint);
            });
        }
        after = unseen.getLast();
        return true;
    }

    private boolean unproved(Checkpoint checkpoint) {
        return !proved && known > 0 && checkpoint.enumerated() == 0;
    }

    /** Of an empty directory nothing else shows that we may look into it. Nothing is written before all are known to be tombstones. */
    private boolean prove(List<ObjectGuid> unseen) {
        for (ObjectGuid objectGuid : unseen) {
            if (session.ask(() -> session.directory().locate(objectGuid))
                    .filter(Located::deleted)
                    .isEmpty()) {
                return false;
            }
        }
        proved = unseen.isEmpty();
        after = proved ? null : unseen.getLast();
        return true;
    }

    /** Beyond the limit they are only counted: none of them will be removed. */
    private void miss(ObjectGuid objectGuid, Shadow shadow, boolean certain, Checkpoint checkpoint) {
        missing++;
        if (missing > SweepLimit.allowed(known)) {
            return;
        }
        if (certain && expunged(shadow, checkpoint)) {
            expunged.add(objectGuid);
        } else {
            doubtful.put(objectGuid, shadow.image().dn());
        }
    }

    /** Those that could not be read when they were touched: they were there, and are more likely hidden from us than gone. */
    private Set<ObjectGuid> doubted(Checkpoint checkpoint) {
        return journal.rechecks(checkpoint.namingContext().guid()).await().stream()
                .map(Recheck::container)
                .collect(Collectors.toSet());
    }

    /** Whether its container is there and the enumeration saw another object in it: then this one would have been seen. */
    private boolean expunged(Shadow shadow, Checkpoint checkpoint) {
        ObjectGuid container = shadow.image().parent();
        return session.ask(() -> session.directory().locate(container))
                        .filter(located -> !located.deleted())
                        .isPresent()
                && journal.seenIn(container, checkpoint.epoch()).await();
    }

    /** Removes those that are nowhere, unless there are too many. Returns why not; empty if they were. */
    Optional<String> removeExpunged(Checkpoint checkpoint) {
        if (unproved(checkpoint)) {
            return Optional.of(
                    "the enumeration met no user at all, but " + known + " are known, and not all of them have"
                            + " tombstones; none was removed. Check the account's rights and the selected root");
        }
        Optional<String> refusal = SweepLimit.refusal(known, missing);
        if (refusal.isEmpty()) {
            for (int from = 0; from < expunged.size(); from += BATCH) {
                // They were looked for some time ago, and one may have become visible since.
                List<ObjectGuid> batch = expunged.subList(from, Math.min(from + BATCH, expunged.size()));
                Evaluation.Confirmed confirmed = evaluation.confirmed(batch, true);
                confirmed.missing().forEach((objectGuid, shadow) -> {
                    if (confirmed.mayBeGone(objectGuid)) {
                        confirmed.page().gone(objectGuid, Presence.DELETED);
                    } else {
                        doubtful.put(objectGuid, shadow.image().dn());
                    }
                });
                writer.write(confirmed.page(), checkpoint);
            }
        }
        return refusal;
    }

    /** Nobody is left in doubt. */
    void settled() {
        replication.complete(session);
    }

    /** Those that may be gone or may be hidden, with their last names. */
    Map<ObjectGuid, String> doubtful() {
        return doubtful;
    }
}
