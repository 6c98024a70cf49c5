package adsync.listener;

import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where a session goes on. The server checks nothing of what a cookie means, so this does. */
sealed interface Resumption {

    /** A cookie is taken for good for half of the shortest tombstone lifetime: later, deletions may be gone unseen. */
    Duration LONGEST_AWAY = Duration.ofDays(30);

    /** From this checkpoint. */
    record Continue(Checkpoint checkpoint) implements Resumption {}

    /**
     * By enumerating the root.
     *
     * @param reason in one word, for the log and the meter
     * @param epoch number of the new enumeration
     */
    record Enumerate(String reason, long epoch) implements Resumption {}

    static Resumption of(
            Optional<Checkpoint> kept,
            Session session,
            String fingerprint,
            Instant now,
            boolean cookieRefused,
            boolean requested) {
        if (kept.isEmpty()) {
            return new Enumerate("first", 1);
        }
        Checkpoint checkpoint = kept.get();
        DomainController controller = session.directory().domainController();
        long next = checkpoint.epoch() + 1;
        boolean sameDatabase = checkpoint.invocationId().equals(controller.invocationId());
        boolean sameHost = checkpoint.domainController().equalsIgnoreCase(controller.hostName());
        if (cookieRefused) {
            return new Enumerate("cookie", next);
        }
        if (requested) {
            return new Enumerate("requested", next);
        }
        if (!checkpoint.fingerprint().equals(fingerprint)) {
            return new Enumerate("configuration", next);
        }
        if (sameDatabase && controller.highestCommittedUsn() < checkpoint.highestCommittedUsn()) {
            return new Enumerate("rollback", next);
        }
        if (sameHost && !sameDatabase) {
            return new Enumerate("restored", next);
        }
        if (checkpoint.phase() != Phase.ENUMERATING
                && Duration.between(checkpoint.committedAt(), now).compareTo(LONGEST_AWAY) > 0) {
            return new Enumerate("away", next);
        }
        if (sameDatabase) {
            return new Continue(checkpoint);
        }
        if (checkpoint.phase() == Phase.ENUMERATING) {
            return new Enumerate("failover", next);
        }
        return new Continue(Checkpoints.fromCycleCookie(checkpoint));
    }
}
