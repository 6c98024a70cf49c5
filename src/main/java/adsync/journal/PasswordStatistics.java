package adsync.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Counts for meters and status.
 *
 * @param open events that wait to be shipped
 * @param parked those of them whose user is not known, or has no account yet
 * @param held those of the open ones that wait for their users to choose another password
 * @param oldest when the oldest of those came that are neither parked nor held
 * @param users users with an account
 * @param synced those of them of whom the provider took a password
 * @param gaps how many changed the password since this has been followed, without an event
 * @param mustChange users of whom the provider has no password, and who must change theirs at the next logon
 * @param older users of whom the provider has no password, because they changed theirs last before this has been followed
 * @param controllers the domain controllers that were invited
 */
public record PasswordStatistics(
        long open,
        long parked,
        long held,
        Optional<Instant> oldest,
        long users,
        long synced,
        long gaps,
        long mustChange,
        long older,
        List<EnrolledController> controllers) {

    public PasswordStatistics {
        controllers = List.copyOf(controllers);
    }
}
