package adsync.listener;

import adsync.change.DirSyncCookie;
import adsync.directory.DirSyncPage;
import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import java.time.Instant;
import java.util.Optional;

/** The steps from one checkpoint to the next. */
final class Checkpoints {

    private Checkpoints() {}

    /**
     * The start of an enumeration whose cookie was taken just before.
     *
     * @param controller as it was since then
     */
    static Checkpoint enumerating(
            Session session,
            DomainController controller,
            String fingerprint,
            DirSyncCookie cookie,
            long epoch,
            Instant now) {
        return new Checkpoint(
                session.namingContext(),
                session.firstRoot().objectGuid(),
                Phase.ENUMERATING,
                Optional.of(cookie),
                Optional.of(cookie),
                controller.hostName(),
                controller.invocationId(),
                controller.highestCommittedUsn(),
                fingerprint,
                epoch,
                0,
                0,
                now);
    }

    /** In the same enumeration, when it is known how many it will meet. */
    static Checkpoint expecting(Checkpoint before, long total) {
        return copy(before, before.phase(), before.enumerated(), Math.max(total, before.enumerated()));
    }

    /** Further on in the same enumeration. */
    static Checkpoint enumerated(Checkpoint before, long enumerated) {
        long total = before.total() == 0 ? 0 : Math.max(before.total(), enumerated);
        return copy(before, before.phase(), enumerated, total);
    }

    /** In another phase of the same work. */
    static Checkpoint phase(Checkpoint before, Phase phase) {
        return copy(before, phase, before.enumerated(), before.total());
    }

    /**
     * After a DirSync page, read from this domain controller when it had come to {@code usn}.
     *
     * @param touching whether a page of this cycle told of an object. If none did, the cookie of the cycle before is as good at another
     *     domain controller, and claims less: update sequence numbers pass there without a change that would ever be replicated
     */
    static Checkpoint page(
            Checkpoint before, DirSyncPage page, DomainController controller, long usn, boolean touching, Instant now) {
        return new Checkpoint(
                before.namingContext(),
                before.root(),
                before.phase(),
                Optional.of(page.cookie()),
                page.moreResults() || !touching ? before.cycleCookie() : Optional.of(page.cookie()),
                controller.hostName(),
                controller.invocationId(),
                usn,
                before.fingerprint(),
                before.epoch(),
                before.enumerated(),
                before.total(),
                now);
    }

    /** On another domain controller: only the cookie of a complete cycle is good there. */
    static Checkpoint fromCycleCookie(Checkpoint kept) {
        return new Checkpoint(
                kept.namingContext(),
                kept.root(),
                kept.phase(),
                kept.cycleCookie(),
                kept.cycleCookie(),
                kept.domainController(),
                kept.invocationId(),
                kept.highestCommittedUsn(),
                kept.fingerprint(),
                kept.epoch(),
                kept.enumerated(),
                kept.total(),
                kept.committedAt());
    }

    /** One that no configuration fits. */
    static Checkpoint worthless(Checkpoint kept) {
        return with(kept, "");
    }

    /** The same for another configuration, for which it is as good. */
    static Checkpoint with(Checkpoint kept, String fingerprint) {
        return new Checkpoint(
                kept.namingContext(),
                kept.root(),
                kept.phase(),
                kept.pageCookie(),
                kept.cycleCookie(),
                kept.domainController(),
                kept.invocationId(),
                kept.highestCommittedUsn(),
                fingerprint,
                kept.epoch(),
                kept.enumerated(),
                kept.total(),
                kept.committedAt());
    }

    private static Checkpoint copy(Checkpoint before, Phase phase, long enumerated, long total) {
        return new Checkpoint(
                before.namingContext(),
                before.root(),
                phase,
                before.pageCookie(),
                before.cycleCookie(),
                before.domainController(),
                before.invocationId(),
                before.highestCommittedUsn(),
                before.fingerprint(),
                before.epoch(),
                enumerated,
                total,
                before.committedAt());
    }
}
