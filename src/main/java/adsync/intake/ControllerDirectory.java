package adsync.intake;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** What the directory says of domain controllers. Calls never block. */
public interface ControllerDirectory {

    /**
     * Whether a computer object is that of a writable domain controller with this name.
     *
     * @param name DNS name
     * @param guid objectGUID of the computer object
     * @return a complaint, or empty if it is; fails if the directory cannot be asked
     */
    Future<Optional<String>> complaint(String name, String guid);

    /** The objectGUIDs of all writable domain controllers' computer objects; fails if the directory cannot be asked. */
    Future<Set<String>> writable();
}
