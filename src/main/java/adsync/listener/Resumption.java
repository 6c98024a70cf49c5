package adsync.listener;

import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import java.time.Duration;
import java.time.Instant;

/** Where a session goes on. The server checks nothing of what a cookie means, so this does. */
sealed interface Resumption {

    /** A cookie is taken for good for half of the life of what was deleted: later, it may be gone unseen. */
    static Duration longestAway(Duration tombstoneLifetime) {
        return tombstoneLifetime.dividedBy(2);
    }

    /** From this checkpoint. */
    record Continue(Checkpoint checkpoint) implements Resumption {}

    /**
     * By enumerating the root.
     *
     * @param reason in one word, for the log and the meter
     * @param why in a sentence, for the log
     * @param epoch number of the new enumeration
     */
    record Enumerate(String reason, String why, long epoch) implements Resumption {}

    /**
     * Without a checkpoint.
     *
     * @param highestEpoch of the enumerations before, as the journal's objects tell; 0 if there was none. A new one has to have a
     *     higher one: the sweep asks for those whom it has not seen
     */
    static Enumerate anew(long highestEpoch) {
        return highestEpoch == 0
                ? new Enumerate("first", "nothing is known of this naming context", 1)
                : new Enumerate(
                        "checkpoint", "the checkpoint is damaged, it does not say where to go on", highestEpoch + 1);
    }

    /**
     * Decides.
     *
     * @param highestUsn that this domain controller's database is known to have had
     * @param longestAway how old a cookie may be
     */
    static Resumption of(
            Checkpoint checkpoint,
            Session session,
            String fingerprint,
            long highestUsn,
            Instant now,
            Duration longestAway,
            boolean cookieRefused,
            boolean requested) {
        long next = checkpoint.epoch() + 1;
        if (cookieRefused) {
            return new Enumerate("cookie", "the domain controller does not accept the cookie", next);
        }
        if (requested) {
            return new Enumerate("requested", "a person asked for it", next);
        }
        if (!checkpoint.fingerprint().equals(fingerprint)) {
            return new Enumerate("configuration", "the cookie was made for another configuration", next);
        }
        Resumption there = on(session.directory().domainController(), checkpoint, highestUsn, next);
        Duration away = Duration.between(checkpoint.committedAt(), now);
        if (there instanceof Continue && checkpoint.phase() != Phase.ENUMERATING && away.compareTo(longestAway) > 0) {
            return new Enumerate(
                    "away",
                    "the cookie is " + away.toDays() + " days old, and after " + longestAway.toDays()
                            + " deletions may have gone unseen",
                    next);
        }
        return there;
    }

    /** On this domain controller, with a checkpoint that is good in itself. */
    private static Resumption on(DomainController controller, Checkpoint checkpoint, long highestUsn, long next) {
        boolean sameDatabase = checkpoint.invocationId().equals(controller.invocationId());
        boolean sameHost = checkpoint.domainController().equalsIgnoreCase(controller.hostName());
        long known = sameDatabase ? Math.max(highestUsn, checkpoint.highestCommittedUsn()) : highestUsn;
        if (controller.highestCommittedUsn() < known) {
            return new Enumerate(
                    "rollback",
                    "the domain controller went back in time: its update sequence number is "
                            + controller.highestCommittedUsn() + " and was " + known,
                    next);
        }
        if (sameHost && !sameDatabase) {
            return new Enumerate("restored", "the domain controller's database is another one than before", next);
        }
        if (sameDatabase) {
            return new Continue(checkpoint);
        }
        if (checkpoint.phase() == Phase.ENUMERATING) {
            return new Enumerate("failover", "the enumeration was begun on another domain controller", next);
        }
        return new Continue(Checkpoints.fromCycleCookie(checkpoint));
    }
}
