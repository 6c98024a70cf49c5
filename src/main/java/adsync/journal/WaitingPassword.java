package adsync.journal;

import adsync.change.ObjectGuid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A password event that is to be shipped, with what is known of its user now.
 *
 * @param sequence its place in the order of their coming
 * @param id of the event
 * @param controller the name of the domain controller that sent it
 * @param sid whose password
 * @param filetime when it was changed (FILETIME)
 * @param receivedAt when it came
 * @param countedFrom since when its waiting counts: when it came, moved by each leap of the clock, and by each time that nobody was
 *     at work
 * @param waited how long it has waited since
 * @param attempts how often it was tried in vain
 * @param sealed what only the provider can open
 * @param cause why it waited; empty if it was not looked at before
 * @param user its user; null if there is none with this SID
 * @param others of the same user, that have to do with which one is the newest
 */
public record WaitingPassword(
        long sequence,
        String id,
        String controller,
        String sid,
        long filetime,
        Instant receivedAt,
        Instant countedFrom,
        Duration waited,
        int attempts,
        String sealed,
        String cause,
        @Nullable User user,
        List<Other> others) {

    public WaitingPassword {
        others = List.copyOf(others);
    }

    /**
     * Another event of the same user.
     *
     * @param filetime when that was changed (FILETIME)
     * @param controller the name of the domain controller that sent it
     * @param before whether it came before this one on the same domain controller though its time is later: the clock was put
     *     back. Otherwise it was shipped or waits too, and is so near by another clock that none can tell which one is the newer
     */
    public record Other(long filetime, String controller, boolean before) {}

    /** When it was looked at. */
    public Instant lookedAt() {
        return countedFrom.plus(waited);
    }

    /** Those that another clock says to be later. */
    public List<Other> rivals() {
        return others.stream()
                .filter(other -> !other.before() && other.filetime() > filetime)
                .toList();
    }

    /** Whether a time is later by the clock alone: that of a change that was made before this one. */
    public boolean overtook(LongPredicate time) {
        return others.stream().anyMatch(other -> other.before() && time.test(other.filetime()));
    }

    /**
     * Whose it is.
     *
     * @param objectGuid of the user
     * @param present whether the user is in the selected root
     * @param smartCardOnly whether the user has no password to sign in with: nobody knows the one that the directory drew
     * @param providerId the account's; empty as long as its creation is not acknowledged
     * @param passwordSet pwdLastSet as last read (FILETIME, 0 if the password must be changed); empty if it cannot be read
     */
    public record User(
            ObjectGuid objectGuid,
            boolean present,
            boolean smartCardOnly,
            Optional<String> providerId,
            OptionalLong passwordSet) {}

    /** What is sealed is not for logs, sealed as it is. */
    @Override
    public String toString() {
        return "WaitingPassword[" + id + "]";
    }
}
