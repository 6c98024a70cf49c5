package adsync.listener;

import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.journal.KnownController;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** Where a session goes on. The server checks nothing of what a cookie means, so this does. */
sealed interface Resumption {

    /** A cookie is taken for good for half of the life of what was deleted: later, it may be gone unseen. */
    static Duration longestAway(Duration tombstoneLifetime) {
        return tombstoneLifetime.dividedBy(2);
    }

    /** What an enumeration is made for. */
    enum Reason {
        /** Nothing is known yet. */
        FIRST,
        /** Where to go on is not known any more. */
        CHECKPOINT,
        /** A person asked for it. */
        REQUESTED,
        /** The domain controller does not take the cookie. */
        COOKIE,
        /** The configuration is another one. */
        CONFIGURATION,
        /** The domain controller went back in time. */
        ROLLBACK,
        /** Its database is another one. */
        RESTORED,
        /** Deletions may have gone unseen. */
        AWAY,
        /** The enumeration was begun elsewhere. */
        FAILOVER,
        /** The domain controller may lack what was read elsewhere. */
        REPLICATION;

        /** The word in logs and meters. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * From a checkpoint.
     *
     * @param unasked attributes that were asked for before and are not any more, in lower case
     */
    record Continue(Checkpoint checkpoint, SortedSet<String> unasked) implements Resumption {

        private Continue(Checkpoint checkpoint) {
            this(checkpoint, new TreeSet<>());
        }

        /** What is not asked for now is not known any more from now on: asked for again, it is read of everybody. */
        private Continue with(String fingerprint) {
            SortedSet<String> rest = Fingerprint.of(checkpoint.fingerprint()).without(Fingerprint.of(fingerprint));
            return new Continue(Checkpoints.with(checkpoint, fingerprint), rest);
        }
    }

    /**
     * By enumerating the root.
     *
     * @param reason for the log and the meter
     * @param why in a sentence, for the log
     * @param epoch number of the new enumeration
     * @param traceless whether objects may be gone without a tombstone: it may have been purged, or the database went back in time
     */
    record Enumerate(Reason reason, String why, long epoch, boolean traceless) implements Resumption {

        private Enumerate(Reason reason, String why, long epoch) {
            this(reason, why, epoch, false);
        }

        private Enumerate from(Checkpoint checkpoint, Situation found) {
            return new Enumerate(reason, why, epoch, tracesLost(checkpoint, found));
        }
    }

    /**
     * Without a checkpoint.
     *
     * @param highestEpoch of the enumerations before, as the journal's objects tell; 0 if there was none. A new one has to have a
     *     higher one: the sweep asks for those whom it has not seen
     */
    static Enumerate anew(long highestEpoch) {
        return highestEpoch == 0
                ? new Enumerate(Reason.FIRST, "nothing is known of this naming context", 1)
                : new Enumerate(
                        Reason.CHECKPOINT,
                        "the checkpoint is damaged, it does not say where to go on",
                        highestEpoch + 1);
    }

    /**
     * What a session finds.
     *
     * @param controller whom it is with
     * @param known what is remembered of that one
     * @param fingerprint of the configuration as it is
     * @param tombstoneLifetime how long a deletion can be learnt of
     * @param cookieRefused whether the last session ended with that
     * @param requested whether a person asked for an enumeration
     * @param traceless whether objects may be gone without a tombstone since the last enumeration
     * @param untrusted why this domain controller may not have all that was read of the one before; empty if it has
     */
    record Situation(
            DomainController controller,
            KnownController known,
            String fingerprint,
            Instant now,
            Duration tombstoneLifetime,
            boolean cookieRefused,
            boolean requested,
            boolean traceless,
            Optional<String> untrusted) {}

    /** Decides. */
    static Resumption of(Checkpoint checkpoint, Situation found) {
        return switch (step(checkpoint, found)) {
            case Continue go -> go.with(found.fingerprint());
            case Enumerate anew -> anew.from(checkpoint, found);
        };
    }

    /**
     * Whatever an enumeration is made for: a cause that ends with it must not be forgotten by another one that comes before its users
     * are accounted for.
     */
    private static boolean tracesLost(Checkpoint checkpoint, Situation found) {
        return (found.traceless() && checkpoint.phase() != Phase.FOLLOWING)
                || away(checkpoint, found).compareTo(found.tombstoneLifetime()) > 0
                || wentBack(found, checkpoint)
                || replaced(found, checkpoint);
    }

    private static Duration away(Checkpoint checkpoint, Situation found) {
        return Duration.between(checkpoint.committedAt(), found.now());
    }

    private static Resumption step(Checkpoint checkpoint, Situation found) {
        long next = checkpoint.epoch() + 1;
        if (found.cookieRefused()) {
            return new Enumerate(Reason.COOKIE, "the domain controller does not accept the cookie", next);
        }
        if (found.requested()) {
            return new Enumerate(Reason.REQUESTED, "a person asked for it", next);
        }
        if (!Fingerprint.of(checkpoint.fingerprint()).covers(Fingerprint.of(found.fingerprint()))) {
            return new Enumerate(Reason.CONFIGURATION, "the cookie was made for another configuration", next);
        }
        Resumption there = on(found, checkpoint, next);
        Duration away = away(checkpoint, found);
        Duration longestAway = longestAway(found.tombstoneLifetime());
        if (there instanceof Continue && away.compareTo(longestAway) > 0) {
            return new Enumerate(
                    Reason.AWAY,
                    "the cookie is " + away.toDays() + " days old, and after " + longestAway.toDays()
                            + " deletions may have gone unseen",
                    next);
        }
        return there;
    }

    /** On this domain controller, with a checkpoint that is good in itself. */
    private static Resumption on(Situation found, Checkpoint checkpoint, long next) {
        if (wentBack(found, checkpoint)) {
            return new Enumerate(
                    Reason.ROLLBACK,
                    "the domain controller went back in time: its update sequence number is "
                            + found.controller().highestCommittedUsn() + " and was " + highestUsn(found, checkpoint),
                    next);
        }
        if (replaced(found, checkpoint)) {
            return new Enumerate(Reason.RESTORED, "the domain controller's database is another one than before", next);
        }
        if (sameDatabase(found, checkpoint)) {
            return new Continue(checkpoint);
        }
        if (checkpoint.phase() == Phase.ENUMERATING) {
            return new Enumerate(Reason.FAILOVER, "the enumeration was begun on another domain controller", next);
        }
        return found.untrusted()
                .<Resumption>map(why -> new Enumerate(Reason.REPLICATION, why, next))
                .orElseGet(() -> new Continue(Checkpoints.fromCycleCookie(checkpoint)));
    }

    private static boolean sameDatabase(Situation found, Checkpoint checkpoint) {
        return checkpoint.invocationId().equals(found.controller().invocationId());
    }

    private static boolean wentBack(Situation found, Checkpoint checkpoint) {
        return found.controller().highestCommittedUsn() < highestUsn(found, checkpoint);
    }

    private static long highestUsn(Situation found, Checkpoint checkpoint) {
        long known = found.known().highestUsn();
        return sameDatabase(found, checkpoint) ? Math.max(known, checkpoint.highestCommittedUsn()) : known;
    }

    private static boolean replaced(Situation found, Checkpoint checkpoint) {
        UUID now = found.controller().invocationId();
        return lastDatabase(found.controller(), found.known(), checkpoint)
                .filter(last -> !last.equals(now))
                .isPresent();
    }

    /** The one that the domain controller had when it was last used, whichever others were used since. */
    private static Optional<UUID> lastDatabase(DomainController now, KnownController known, Checkpoint checkpoint) {
        boolean usedLast = checkpoint.domainController().equalsIgnoreCase(now.hostName());
        return known.invocationId().or(() -> usedLast ? Optional.of(checkpoint.invocationId()) : Optional.empty());
    }
}
