package adsync.journal;

import adsync.change.ObjectGuid;
import io.vertx.core.Future;
import java.util.Set;

/** What is durable of the selected roots themselves. Calls are answered as those of {@link Journal}. */
public interface RootJournal {

    /** Those that are deleted. */
    Future<Set<ObjectGuid>> deleted();

    /**
     * A root is deleted: from now on, the guard holds what would be done to whoever was last seen in it, until a person
     * decides ({@link HazardKind#ROOT_DELETED}).
     *
     * @param dn its distinguished name, when it was last there
     */
    Future<Void> markDeleted(ObjectGuid root, String dn);

    /** A root is there again. */
    Future<Void> markReturned(ObjectGuid root);
}
