package adsync.journal;

/**
 * How many changes of a kind may pass within the window: the larger of the two.
 *
 * @param count a number of objects, at least 0
 * @param percent a share of all linked accounts, from 0 to 100
 */
public record GuardLimit(int count, int percent) {

    private static final int ALL = 100;

    public GuardLimit {
        if (count < 0 || percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("no limit of " + count + " objects or " + percent + " percent");
        }
    }

    /** The number of objects that may pass, if so many accounts are linked. */
    public long of(long linked) {
        return Math.max(count, linked * percent / ALL);
    }
}
