package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A directory in memory that knows what a test tells it. */
final class FakeWhereabouts implements Whereabouts {

    private final Map<ObjectGuid, Seen> seen = new HashMap<>();
    private boolean silent;

    void put(ObjectGuid objectGuid, Standing standing) {
        seen.put(objectGuid, new Seen(standing, "CN=Person " + objectGuid, "OU=Elsewhere,DC=example,DC=com"));
    }

    /** Whether it cannot be asked. */
    void silent(boolean now) {
        silent = now;
    }

    @Override
    public Future<Map<ObjectGuid, Seen>> of(Collection<ObjectGuid> objectGuids) {
        return silent
                ? Future.failedFuture(new DirectoryException(DirectoryException.Reason.UNREACHABLE, "no answer"))
                : Future.succeededFuture(objectGuids.stream()
                        .filter(seen::containsKey)
                        .distinct()
                        .collect(Collectors.toMap(guid -> guid, seen::get)));
    }
}
