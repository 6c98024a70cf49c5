package adsync.journal;

import adsync.change.ObjectGuid;
import java.time.Instant;
import java.util.Optional;

/**
 * A password event that waits, for people.
 *
 * @param id of the event
 * @param sid whose password
 * @param user its user; empty if nobody with this SID is known
 * @param controller the name of the domain controller that sent it
 * @param changed when the password was changed
 * @param received when the event came
 * @param held whether it waits for its user to choose another one
 * @param cause why it waits; empty if it was not looked at yet
 */
public record OpenPassword(
        String id,
        String sid,
        Optional<User> user,
        String controller,
        Instant changed,
        Instant received,
        boolean held,
        String cause) {

    /**
     * Whose it is.
     *
     * @param objectGuid of the user
     * @param dn distinguished name
     */
    public record User(ObjectGuid objectGuid, String dn) {}
}
