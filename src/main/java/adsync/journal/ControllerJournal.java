package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import io.vertx.core.Future;
import java.util.UUID;

/** What is durable of domain controllers that are read from. Calls are answered as those of {@link Journal}. */
public interface ControllerJournal {

    /**
     * What checkpoints said of a domain controller, whichever others were used since.
     *
     * @param host its DNS host name
     * @param invocationId identity of the database that it has now
     */
    Future<KnownController> known(String host, UUID invocationId);

    /**
     * What was read of a naming context before, and the domain controller that it was enumerated on afterwards did not have; nothing
     * if it had all.
     */
    Future<UpToDateVector> missing(ObjectGuid namingContext);

    /** Remembers that in place of what was missing before. */
    Future<Void> rememberMissing(ObjectGuid namingContext, UpToDateVector missing);

    /**
     * Whether the last enumeration of a naming context was made for a cause by which objects may be gone without a tombstone: it may have
     * been purged, or the database went back in time.
     */
    Future<Boolean> traceless(ObjectGuid namingContext);

    /** Remembers that of an enumeration that is about to begin. */
    Future<Void> rememberTraceless(ObjectGuid namingContext, boolean traceless);
}
