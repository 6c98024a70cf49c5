package adsync.shipper;

import adsync.change.ObjectGuid;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that a comparison with the provider has found.
 *
 * @param kind what it is
 * @param accountId the provider's id of the account, or of the group
 * @param userName its login, or the group's name; empty if it is missing
 * @param objectGuid whose it is; empty if it is nobody's of ours
 * @param dn the distinguished name of that object; empty if it is nobody's
 * @param paths what differs; only of one that has drifted
 * @param repairing whether it is being repaired
 * @param group whether it is a group, and no account
 */
public record Finding(
        Kind kind,
        String accountId,
        String userName,
        Optional<ObjectGuid> objectGuid,
        String dn,
        List<String> paths,
        boolean repairing,
        boolean group) {
    public Finding {
        paths = List.copyOf(paths);
    }

    /** What can be found. */
    public enum Kind {
        /** We know the account and the provider does not have it. */
        MISSING,
        /** It holds something else than the provider acknowledged. */
        DRIFTED,
        /** It has drifted in the same way again after it was repaired. */
        UNKEPT,
        /** It is not ours. */
        FOREIGN,
        /** It says that it is somebody's who has another account. */
        DUPLICATE,
        /** It is somebody's who was gone before we came to know of it. */
        ORPHANED;

        /** The word in answers and meters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
