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
 * @param passwordSet when the password was changed last; empty if it must be changed, or was never set
 * @param sent when the password that the provider has was changed; empty if it has none
 * @param missed what became of the event since, or why the source lost it; empty if nothing is known of one
 */
public record UnsyncedUser(
        ObjectGuid objectGuid,
        String dn,
        String sid,
        Optional<Instant> passwordSet,
        Optional<Instant> sent,
        Optional<String> missed) {}
