package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.journal.ReceivedPassword.Receipt;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is durable of passwords: the domain controllers that send them, and sealed events until they are shipped. Calls are like
 * those of {@link Journal}.
 */
public interface PasswordJournal {

    /**
     * Begins to look users up by their SID, which is an attribute of their images.
     *
     * @param now since when a changed password without an event is a gap; remembered the first time
     */
    Future<Void> follow(Instant now);

    /** Ends that: nothing is looked up by SID any more. */
    Future<Void> unfollow();

    /**
     * Invites a domain controller, anew if it was before: its certificate stays good until it enrols again.
     *
     * @param name its DNS name, in any letter case
     * @param tokenDigest SHA-256 of the token that it will show
     * @param ends when the token is no good any more
     */
    Future<Void> invite(String name, byte[] tokenDigest, Instant ends);

    /** Whom a token was given to, if it is still good. */
    Future<Optional<EnrolledController>> invited(byte[] tokenDigest, Instant now);

    /**
     * Binds a token to a key. The same key may show it again, since an answer can be lost; no other one may.
     *
     * @return false if the token is no good any more, or belongs to another key
     */
    Future<Boolean> enrol(Enrolment enrolment, Instant now);

    /**
     * Gives a domain controller a new certificate. The old one stays good until the new one is shown.
     *
     * @param certificateDigest SHA-256 of the new one
     * @return false if it was revoked meanwhile
     */
    Future<Boolean> renew(EnrolledController controller, byte[] certificateDigest, Instant ends);

    /** The domain controller with this certificate; empty if it was revoked, or the certificate has ended. */
    Future<Optional<EnrolledController>> controller(byte[] certificateDigest, Instant now);

    /** Notes that it sent a heartbeat; false if it was revoked meanwhile. */
    Future<Boolean> heard(EnrolledController controller, String report, Instant now);

    /** All that were invited, by name. */
    Future<List<EnrolledController>> controllers();

    /** Takes a domain controller off: its certificate and its token are no good any more. False if there is none. */
    Future<Boolean> revoke(String name);

    /**
     * Takes a domain controller off whose key somebody else may have, if that was not done before, and ends what waits of it: nobody
     * knows who sent that. One that is under way is not called back.
     */
    Future<StolenController> revokeStolen(String name, Instant now);

    /** How many events of a domain controller wait; counted up to a limit. */
    Future<Integer> waitingOf(EnrolledController controller, int limit);

    /**
     * Keeps events, all in one transaction: each of a user makes an older one that waits needless.
     *
     * @return what became of each, in their order; empty if the domain controller was revoked meanwhile: then nothing is kept
     */
    Future<Optional<List<Receipt>>> receive(EnrolledController controller, List<ReceivedPassword> events, Instant now);

    /**
     * Takes events that are due, the oldest first; one a user, and none of a user whose account is being changed. Until it is
     * settled, nothing else of that user is taken here or in {@link Journal#claim}.
     */
    Future<List<WaitingPassword>> claim(Instant now, int limit);

    /** When the next event is due that is not taken; empty if none waits. */
    Future<Optional<Instant>> nextDue();

    /**
     * Events that wait and are not taken, due or not, to look at them only: in the order of their coming. As long as any wait, they
     * are to be looked at or claimed each few minutes: a time that nobody did is not counted as waiting.
     *
     * @param after the sequence that they come after; 0 for the first ones
     */
    Future<List<WaitingPassword>> waiting(Instant now, long after, int limit);

    /**
     * Settles events, all in one transaction. What was settled meanwhile, by a newer event, stays so.
     *
     * @return how many changes of accounts waited for that
     */
    Future<Integer> settle(List<PasswordSettlement> settlements, Instant now);

    /** Makes the waiting events of a user due now, whose account has come; returns how many. */
    Future<Integer> release(ObjectGuid user);

    /**
     * Forgets events that ended before a moment: the same event would be kept anew.
     *
     * @param most how many of one domain controller to remember that ended later: the newest
     */
    Future<Void> prune(Instant before, int most);

    /**
     * Overwrites what is left of sealed passwords that are over: the log of what was written last keeps it otherwise until it
     * is used anew. Costs a few syncs of the disk.
     *
     * @return false if somebody reads an older state: then it is to be called again
     */
    Future<Boolean> erase();

    /** Counts, and gaps of passwords that were changed before a moment. Reads all images. */
    Future<PasswordStatistics> statistics(Instant changedBefore);

    /** What came of a user's passwords in the last days, the newest change first. */
    Future<List<PasswordEvent>> of(ObjectGuid user, int limit);

    /** Events that wait, the oldest first. */
    Future<List<OpenPassword>> open(int limit);

    /**
     * Users with an account whose password is not at the provider.
     *
     * @param changedBefore passwords that were changed later are not looked at
     * @param gapsOnly only those whose password was changed since this has been followed, or of whom the provider has another one
     */
    Future<List<UnsyncedUser>> unsynced(Instant changedBefore, boolean gapsOnly, int limit);
}
