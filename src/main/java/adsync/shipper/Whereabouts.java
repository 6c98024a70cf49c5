package adsync.shipper;

import adsync.change.ObjectGuid;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/** Says where objects are in the directory now that the journal knows nothing of. */
@FunctionalInterface
public interface Whereabouts {

    /** What an object is to us; if directories say different things, the first of these holds. */
    enum Standing {
        /** A user who is selected, and whom we shall hear of. */
        SELECTED,
        /** A user who is not: outside the roots, in an excluded place, or kept out by the filter. */
        NOT_SELECTED,
        /** It is there, but no user, or cannot be read as one. */
        OTHER,
        /** The tombstone of somebody who lived where we select. */
        DELETED,
        /** A tombstone from somewhere else, or from nobody knows where: another installation may know whose account it was. */
        DELETED_ELSEWHERE
    }

    /**
     * Where an object is.
     *
     * @param rdn its relative distinguished name
     * @param parent the distinguished name of what it is in
     */
    record Seen(Standing standing, String rdn, String parent) {}

    /**
     * Asks.
     *
     * @return by identity, without those that no directory has. Fails with a {@link adsync.directory.DirectoryException} if one of
     *     them cannot be asked
     */
    Future<Map<ObjectGuid, Seen>> of(Collection<ObjectGuid> objectGuids);
}
