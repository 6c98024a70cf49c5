package adsync.journal;

import org.jspecify.annotations.Nullable;

/**
 * A password event as a domain controller sent it.
 *
 * @param id of the event, unique for its domain controller
 * @param sid whose password
 * @param filetime when it was changed (FILETIME)
 * @param sealed what only the provider can open; null if the source lost it
 * @param missed why the source lost it, in one word; null if it did not
 * @param turn its place among those of its domain controller, whatever the clock there does; null if that is not told
 */
public record ReceivedPassword(
        String id,
        String sid,
        long filetime,
        @Nullable String sealed,
        @Nullable String missed,
        @Nullable Turn turn) {

    /**
     * A place in the order of events.
     *
     * @param boot within which start of the source
     * @param sequence grows from event to event
     */
    public record Turn(String boot, long sequence) {}

    /** One that tells its time only. */
    public ReceivedPassword(String id, String sid, long filetime, @Nullable String sealed, @Nullable String missed) {
        this(id, sid, filetime, sealed, missed, null);
    }

    public ReceivedPassword {
        if ((sealed == null) == (missed == null)) {
            throw new IllegalArgumentException("an event is either sealed or missed");
        }
    }

    /** What became of it when it came. */
    public enum Receipt {
        /** It is kept until it is shipped. */
        ACCEPTED,
        /** It came before. */
        DUPLICATE,
        /** A newer one of the same user came before. */
        STALE,
        /** Its user is none of ours, or has no password. */
        IGNORED
    }

    /** What is sealed is not for logs, sealed as it is. */
    @Override
    public String toString() {
        return "ReceivedPassword[" + id + "]";
    }
}
