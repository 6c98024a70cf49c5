package adsync.listener;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users of the root that are left out, so that they stop nobody else. Each is tried again at its next change and by the next
 * enumeration. A cause is logged once; what is counted is bounded, so that it does not grow with the directory.
 */
final class Omissions {

    private static final Logger LOGGER = LoggerFactory.getLogger(Omissions.class);
    private static final int MOST_COUNTED = 100_000;
    private static final int MOST_CAUSES_KEPT = 1000;

    private final ListenerHealth health;
    private final Map<ObjectGuid, String> omitted = new LinkedHashMap<>();
    private final Set<String> logged = new LinkedHashSet<>();
    private final AtomicInteger count = new AtomicInteger();

    Omissions(String domain, MeterRegistry meters, ListenerHealth health) {
        this.health = health;
        ListenerMeter.OMITTED.gauge(meters, count, AtomicInteger::get, ListenerMeter.domain(domain));
    }

    /** A user whose container, or one above it, cannot be read: the journal could not say where the user lives. */
    void unplaced(Image user) {
        String container =
                user.dn().substring(Math.min(user.dn().length(), user.rdn().length() + 1));
        unreadable(container);
        add(user.objectGuid(), "the account may not read the container " + container + " or one above it");
    }

    /** A container that cannot be followed up to the root. */
    void unreadable(String container) {
        if (firstTime(container)) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DN, container)
                    .log("a container, or one above it, cannot be read: the users in it are left out");
        }
    }

    /** A user that cannot be compared or written. */
    void refused(ObjectGuid objectGuid, String dn, RuntimeException why) {
        if (firstTime(objectGuid + String.valueOf(why.getMessage()))) {
            LOGGER.atError()
                    .setCause(why)
                    .addKeyValue(LogKeys.OBJECT_GUID, objectGuid.toString())
                    .addKeyValue(LogKeys.DN, dn)
                    .log("a user cannot be kept and is left out until its next change");
        }
        add(objectGuid, dn + " cannot be kept: " + why.getMessage());
    }

    /** A user that is not left out any more. */
    void taken(ObjectGuid objectGuid) {
        if (omitted.remove(objectGuid) != null) {
            tell();
        }
    }

    private void add(ObjectGuid objectGuid, String cause) {
        if (omitted.size() < MOST_COUNTED) {
            omitted.put(objectGuid, cause);
            tell();
        }
    }

    private boolean firstTime(String cause) {
        return logged.size() < MOST_CAUSES_KEPT && logged.add(cause);
    }

    private void tell() {
        count.set(omitted.size());
        health.concern(
                ListenerHealth.Concern.OMITTED,
                omitted.isEmpty()
                        ? ""
                        : omitted.size() + " users are left out; for one of them "
                                + omitted.values().iterator().next());
    }
}
