package adsync.journal;

import java.util.Locale;

/** How a password event ended. What was sealed is deleted with each of them. */
public enum PasswordEnd {
    /** The provider took it. */
    ACKNOWLEDGED,
    /** The directory or the provider has a newer password. */
    STALE,
    /** A newer event of the same user came. */
    SUPERSEDED,
    /** Its user is none of ours, or has no password. */
    OUT_OF_SCOPE,
    /** It waited too long. */
    EXPIRED,
    /** The provider will not take it. */
    REJECTED,
    /** The source lost it. */
    MISSED;

    /** The word in logs and meters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
