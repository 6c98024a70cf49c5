package adsync.intake;

import adsync.change.ObjectGuid;
import adsync.journal.UnsyncedUser;
import adsync.observe.LogKeys;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once of each changed password that never came, and which domain controller took it; of many some at a time. Of one event
 * loop.
 */
final class GapLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(GapLog.class);

    /** Told at once. */
    static final int AT_ONCE = 50;

    /** Of more at the same time the log tells the number. */
    static final int REMEMBERED = 1000;

    private final Supplier<Future<List<UnsyncedUser>>> gaps;
    private final ControllerDirectory directory;
    private final Set<UnsyncedUser> told = new HashSet<>();
    private boolean toldOfMore;

    /** None is told yet. */
    GapLog(Supplier<Future<List<UnsyncedUser>>> gaps, ControllerDirectory directory) {
        this.gaps = gaps;
        this.directory = directory;
    }

    /**
     * Looks for new ones.
     *
     * @param any how many there are
     */
    Future<Void> look(long any) {
        if (any == 0) {
            told.clear();
            toldOfMore = false;
            return Future.succeededFuture();
        }
        return gaps.get().compose(now -> {
            List<UnsyncedUser> fresh = now.stream()
                    .filter(user -> !told.contains(user))
                    .limit(AT_ONCE)
                    .toList();
            told.retainAll(Set.copyOf(now));
            told.addAll(fresh);
            tellOfMore(any);
            return fresh.isEmpty()
                    ? Future.succeededFuture()
                    : origins(fresh).onSuccess(origins -> tell(fresh, origins)).mapEmpty();
        });
    }

    private void tellOfMore(long any) {
        boolean more = any > REMEMBERED;
        if (more && !toldOfMore) {
            LOGGER.atWarn()
                    .addKeyValue("gaps", any)
                    .log("more changed passwords never came than are told one by one: see adsync passwords");
        }
        toldOfMore = more;
    }

    private Future<Map<ObjectGuid, String>> origins(Collection<UnsyncedUser> users) {
        return directory
                .passwordOrigins(users.stream().map(UnsyncedUser::objectGuid).toList())
                .otherwise(Map.of());
    }

    private static void tell(List<UnsyncedUser> users, Map<ObjectGuid, String> origins) {
        for (UnsyncedUser user : users) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.OBJECT_GUID, user.objectGuid().toString())
                    .addKeyValue("sid", user.sid())
                    .addKeyValue(LogKeys.DOMAIN_CONTROLLER, origins.getOrDefault(user.objectGuid(), "unknown"))
                    .addKeyValue(
                            "changed", user.passwordSet().map(Object::toString).orElse(""))
                    .addKeyValue(LogKeys.DETAIL, user.missed().orElse(""))
                    .log("a changed password never came");
        }
    }
}
