package adsync.journal;

import adsync.change.ObjectGuid;
import java.time.Instant;
import java.util.Optional;

/**
 * A user with an account whose password the provider does not have, or not the newest.
 *
 * @param objectGuid of the user
 * @param dn distinguished name
 * @param sid security identifier
 * @param kind why it does not
 * @param passwordSet when the password was changed last; empty if it must be changed, or was never set
 * @param sent when the password that the provider has was changed; empty if it has none
 * @param missed what became of the event since, or why the source lost it; empty if nothing is known of one
 */
public record UnsyncedUser(
        ObjectGuid objectGuid,
        String dn,
        String sid,
        Kind kind,
        Optional<Instant> passwordSet,
        Optional<Instant> sent,
        Optional<String> missed) {

    /** Why the provider has another password, or none. */
    public enum Kind {
        /** The password was changed since this has been followed, and did not come. */
        GAP,
        /** It must be changed at the next logon: then it comes. */
        MUST_CHANGE,
        /** It was not changed since this has been followed: it comes with the next change. */
        OLDER
    }
}
