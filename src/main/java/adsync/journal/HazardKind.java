package adsync.journal;

import java.util.Locale;

/** Changes that do harm if there are many of them by mistake. */
public enum HazardKind {
    /** A user leaves the scope, but is not deleted: the account is switched off, or deleted. */
    LEAVE_SCOPE,
    /** An account is deleted at the provider. */
    DELETE,
    /** An account is switched off, as its user is deleted, disabled or expired. */
    DISABLE,
    /** An account loses a service. */
    SERVICE_REMOVAL,
    /** A group at the provider loses members who are still there. */
    MEMBER_REMOVAL,
    /** An account gets another login. */
    RENAME,
    /** What would be done to an account or group, of whichever kind, as the selected root that it was in is deleted; never passes unasked. */
    ROOT_DELETED,
    /** The first load into a provider that holds accounts already; has no objects. */
    FIRST_LOAD;

    /** Whether an account is taken from its user by it. */
    boolean withdraws() {
        return this == LEAVE_SCOPE || this == DELETE || this == DISABLE;
    }

    /** The word in logs and meters, for example {@code service_removal}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
