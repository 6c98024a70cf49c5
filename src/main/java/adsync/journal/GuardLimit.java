package adsync.journal;

import java.util.Optional;

/**
 * How many changes of a kind may pass within the window: no more than a number, and no more than a share. The share counts as at
 * least {@value #FEW}, which are a person's work, or as half of the accounts where those are few, but never as fewer than
 * {@value #ALWAYS}.
 *
 * @param count a number of objects, at least 0; empty for any
 * @param percent a share of the accounts that are in use, from 0 to 100, which is any; empty for any
 */
public record GuardLimit(Optional<Integer> count, Optional<Integer> percent) {

    private static final int ALL = 100;

    /** So few are a person's work. */
    private static final int FEW = 25;

    /** So few are always, however small the directory is; the guard spares the last of them. */
    private static final int ALWAYS = 2;

    /** Both. */
    public GuardLimit(int count, int percent) {
        this(Optional.of(count), Optional.of(percent));
    }

    public GuardLimit {
        if (count.filter(number -> number < 0).isPresent()
                || percent.filter(share -> share < 0 || share > ALL).isPresent()) {
            throw new IllegalArgumentException("no limit of " + count + " objects or " + percent + " percent");
        }
    }

    /** The number of objects that may pass, if so many accounts are in use. */
    public long of(long inUse) {
        long number = count.map(Integer::longValue).orElse(Long.MAX_VALUE);
        return Math.min(
                number,
                percent.filter(share -> share < ALL)
                        .map(share -> share(share, inUse))
                        .orElse(Long.MAX_VALUE));
    }

    /** Whether not all accounts may go, however many they are. */
    boolean isShare() {
        return percent.filter(share -> share < ALL).isPresent();
    }

    private static long share(int percent, long inUse) {
        long few = Math.min(FEW, Math.max(ALWAYS, inUse / 2));
        return Math.max(few, inUse * percent / ALL);
    }
}
