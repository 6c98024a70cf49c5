package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import java.time.Instant;
import java.util.Optional;

/**
 * An account, or a group, at the provider that is ours by its externalId although we know nothing of its object, which is gone.
 *
 * @param objectGuid of that object
 * @param rdn the object's relative distinguished name
 * @param parent the distinguished name of what it is in
 * @param presence how it is gone
 * @param providerId the provider's id
 * @param due when the account is to be deleted if it is only disabled now; empty if never
 */
public record Orphan(
        ObjectGuid objectGuid, String rdn, String parent, Presence presence, String providerId, Optional<Instant> due) {
    public Orphan {
        if (presence == Presence.PRESENT) {
            throw new IllegalArgumentException("whoever is there is no orphan's owner");
        }
    }
}
