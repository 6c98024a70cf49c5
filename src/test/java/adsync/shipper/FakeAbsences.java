package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A directory that keeps from us what a test says. */
final class FakeAbsences implements Absences {

    private final Set<String> kept = new HashSet<>();
    private boolean silent;
    private int questions;

    /** Whether an attribute of everybody is kept from us. */
    void keep(String attribute, boolean now) {
        if (now) {
            kept.add(attribute);
        } else {
            kept.remove(attribute);
        }
    }

    /** Whether it cannot be asked. */
    void silent(boolean now) {
        silent = now;
    }

    int questions() {
        return questions;
    }

    @Override
    public Future<Map<ObjectGuid, Set<String>>> doubtful(Map<ObjectGuid, Set<String>> attributes) {
        questions++;
        if (silent) {
            return Future.failedFuture(new DirectoryException(DirectoryException.Reason.UNREACHABLE, "no answer"));
        }
        Map<ObjectGuid, Set<String>> doubtful = new HashMap<>();
        attributes.forEach((user, asked) -> {
            Set<String> ofUser = new HashSet<>(asked);
            ofUser.retainAll(kept);
            doubtful.put(user, ofUser);
        });
        return Future.succeededFuture(doubtful);
    }
}
