package adsync.listener;

import java.util.Optional;

/**
 * How many users may be found neither alive nor deleted: beyond that it is more likely that we are shown too little. What is
 * proved to be gone does not count, it is the guard's to judge.
 */
final class SweepLimit {

    private static final int USUALLY_ALLOWED = 25;
    private static final int ALLOWED_SHARE = 10;

    private SweepLimit() {}

    /** How many of the known users may be missing; of a small directory not more than half, and never the last one. */
    static int allowed(long known) {
        return (int) Math.max(Math.min(USUALLY_ALLOWED, known / 2), known / ALLOWED_SHARE);
    }

    /** Why none of the missing must be removed; empty if some may. */
    static Optional<String> refusal(long known, long missing) {
        int allowed = allowed(known);
        return missing <= allowed
                ? Optional.empty()
                : Optional.of(missing + " of " + known + " known users, more than " + allowed
                        + ", were found neither alive nor deleted; none of them was removed. Check the account's rights"
                        + " and the selected root");
    }
}
