package adsync.shipper;

import adsync.change.ObjectGuid;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/** Says which attributes are absent from users, and which may only be kept from our account, to which they look the same. */
@FunctionalInterface
public interface Absences {

    /**
     * Asks the directory.
     *
     * @param attributes those that look absent, by user
     * @return those that may be there all the same, by user; none of whoever is not among them. Fails with a
     *     {@link adsync.directory.DirectoryException} if it cannot be asked
     */
    Future<Map<ObjectGuid, Set<String>>> doubtful(Map<ObjectGuid, Set<String>> attributes);
}
