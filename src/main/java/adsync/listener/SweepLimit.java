package adsync.listener;

import java.util.Optional;

/** If too many are missing, it is more likely that we were shown too little. */
final class SweepLimit {

    private static final int ALWAYS_ALLOWED = 25;
    private static final int ALLOWED_SHARE = 10;

    private SweepLimit() {}

    /** How many of the known users may be missing. */
    static int allowed(long known) {
        return (int) Math.max(ALWAYS_ALLOWED, known / ALLOWED_SHARE);
    }

    /** Why a sweep must not be made; empty if it may. */
    static Optional<String> refusal(long known, long missing) {
        int allowed = allowed(known);
        return missing <= allowed
                ? Optional.empty()
                : Optional.of(
                        "more than " + allowed + " of " + known + " known users were not found by the enumeration;"
                                + " none was removed. Check the account's rights and the selected root");
    }
}
