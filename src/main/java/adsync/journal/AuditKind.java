package adsync.journal;

import java.util.Locale;

/** What the audit log tells besides the changes of users, each by its {@link adsync.change.ChangeKind}. */
public enum AuditKind {
    /** What came of a password. */
    PASSWORD,
    CONTROLLER_ENROLLED,
    CONTROLLER_RENEWED,
    CONTROLLER_REVOKED;

    /** The word in the audit log. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
