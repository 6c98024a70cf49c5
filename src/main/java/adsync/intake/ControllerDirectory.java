package adsync.intake;

import adsync.change.ObjectGuid;
import adsync.directory.WritableController;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the directory says of domain controllers. Calls never block. */
@FunctionalInterface
public interface ControllerDirectory {

    /** All writable domain controllers; fails if the directory cannot be asked, after a bounded time. */
    Future<List<WritableController>> writable();

    /** What the last answer that named any said; empty if there was none yet, or it is not remembered. */
    default List<WritableController> last() {
        return List.of();
    }

    /**
     * The SID of the domain that a domain controller is of, as the directory told last; empty if it has not told yet. Asks nobody.
     *
     * @param guid objectGUID of its computer object
     */
    default Optional<String> domainSid(String guid) {
        return Optional.empty();
    }

    /**
     * The DNS names of the domain controllers that took the last change of users' passwords; without those of whom it is not known.
     * Fails if the directory cannot be asked, after a bounded time.
     */
    default Future<Map<ObjectGuid, String>> passwordOrigins(Collection<ObjectGuid> users) {
        return Future.succeededFuture(Map.of());
    }

    /**
     * Whether a computer object is that of a writable domain controller with this name.
     *
     * @param name DNS name
     * @param guid objectGUID of the computer object
     * @return a complaint, or empty if it is; fails if the directory cannot be asked
     */
    default Future<Optional<String>> complaint(String name, String guid) {
        return writable()
                .map(controllers -> controllers.stream()
                                .anyMatch(one -> one.objectGuid().toString().equals(guid)
                                        && one.name().equalsIgnoreCase(name))
                        ? Optional.empty()
                        : Optional.of("the directory has no writable domain controller with this name and objectGUID"));
    }
}
