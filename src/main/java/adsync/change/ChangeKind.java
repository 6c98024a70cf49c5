package adsync.change;

import java.util.Locale;

/** The kinds of {@link Change}, as words for logs, meters and the journal. */
public enum ChangeKind {
    CREATED,
    UPDATED,
    MOVED,
    DISABLED,
    ENABLED,
    LEFT_SCOPE,
    DELETED,
    EXPIRED,
    RETENTION_ENDED,
    REMAPPED,
    DRIFTED;

    /** The word in logs and meters, for example {@code left_scope}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
