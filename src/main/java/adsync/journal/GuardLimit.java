package adsync.journal;

/**
 * How many changes of a kind may pass within the window: no more than a number, and no more than a share. The share counts as at
 * least {@value #FEW}, which are a person's work, or as half of the accounts where those are few.
 *
 * @param count a number of objects, at least 0
 * @param percent a share of the accounts that are in use, from 0 to 100; 100 for no limit at all
 */
public record GuardLimit(int count, int percent) {

    private static final int ALL = 100;

    /** So few are a person's work. */
    private static final int FEW = 25;

    /** So few are always, however small the directory is. */
    private static final int ALWAYS = 2;

    public GuardLimit {
        if (count < 0 || percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("no limit of " + count + " objects or " + percent + " percent");
        }
    }

    /** The number of objects that may pass, if so many accounts are in use. */
    public long of(long inUse) {
        if (percent == ALL) {
            return Long.MAX_VALUE;
        }
        long few = Math.min(FEW, Math.max(ALWAYS, inUse / 2));
        return Math.min(count, Math.max(few, inUse * percent / ALL));
    }
}
