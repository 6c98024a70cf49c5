package adsync.journal;

/**
 * How many changes of a kind may pass within the window: the larger of the two. The number counts as at most half of all linked
 * accounts, or {@value #ALWAYS}: else it would let a small directory go as a whole.
 *
 * @param count a number of objects, at least 0
 * @param percent a share of all linked accounts, from 0 to 100; 100 for no limit
 */
public record GuardLimit(int count, int percent) {

    private static final int ALL = 100;

    /** So few are a person's work, however small the directory is. */
    private static final int ALWAYS = 2;

    public GuardLimit {
        if (count < 0 || percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("no limit of " + count + " objects or " + percent + " percent");
        }
    }

    /** The number of objects that may pass, if so many accounts are linked. */
    public long of(long linked) {
        if (percent == ALL) {
            return Long.MAX_VALUE;
        }
        long atMost = Math.max(ALWAYS, linked / 2);
        return Math.max(Math.min(count, atMost), linked * percent / ALL);
    }
}
