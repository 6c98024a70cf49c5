package adsync.shipper;

import adsync.change.ObjectGuid;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Says when passwords were set, as one domain controller itself has it. */
@FunctionalInterface
public interface PasswordStates {

    /**
     * Asks it.
     *
     * @param controller its DNS name
     * @return pwdLastSet (FILETIME, 0 if the password must be changed) by user, after a bounded time; without those whom it does not
     *     know, and empty if it cannot be asked. Never fails
     */
    Future<Map<ObjectGuid, Long>> at(String controller, Collection<ObjectGuid> users);

    /** The DNS names of other domain controllers of the same domain that may have heard of its changes, as far as they are known. */
    default List<String> others(String controller) {
        return List.of();
    }
}
