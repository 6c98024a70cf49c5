package adsync.listener;

import adsync.change.Change;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.journal.Omission;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users of the root that are left out, or followed only in part, so that they stop nobody else. Each is tried again at its next change, by the next
 * enumeration, and now and then. The journal keeps who they are. A cause is logged once; what is counted is bounded, so that it
 * does not grow with the directory.
 */
final class Omissions {

    private static final Logger LOGGER = LoggerFactory.getLogger(Omissions.class);

    /** Every user has it (MS-ADTS 3.1.1.8.10), so one without it is one that we may not read. */
    private static final String STATE = "userAccountControl";

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

    /** What the journal has of them. */
    void restore(Map<ObjectGuid, String> kept) {
        omitted.clear();
        omitted.putAll(kept);
        tell();
    }

    /** A page is durable that says this. */
    void keep(List<Omission> omissions) {
        boolean none = omitted.isEmpty();
        for (Omission omission : omissions) {
            omission.cause()
                    .ifPresentOrElse(
                            cause -> omitted.put(omission.objectGuid(), cause),
                            () -> omitted.remove(omission.objectGuid()));
        }
        if (!omissions.isEmpty()) {
            tell();
        }
        if (!none && omitted.isEmpty()) {
            logged.clear(); // the next loss of a right is news again
            LOGGER.atInfo().log("nobody is left out any more, and all values can be read");
        }
    }

    /** All who are left out, as far as they are counted. */
    List<ObjectGuid> all() {
        return List.copyOf(omitted.keySet());
    }

    /**
     * A user whose container, or one above it, cannot be read: the journal could not say where the user lives.
     *
     * @param page that makes it durable
     */
    void unplaced(Image user, PageBuilder page) {
        String container =
                user.dn().substring(Math.min(user.dn().length(), user.rdn().length() + 1));
        unreadable(container);
        leaveOut(user, "the account may not read the container " + container + " or one above it", page);
    }

    /** Whether it cannot be read if a user is disabled. */
    static boolean stateless(Image user) {
        return user.values(STATE).isEmpty();
    }

    /** Whether a user is left out or followed only in part. */
    boolean knows(ObjectGuid user) {
        return omitted.containsKey(user);
    }

    /**
     * A user who is followed, but for values that disappeared and stay as they are known.
     *
     * @param denied attributes that the account may not read
     * @param doubtful attributes of which the account may not see whether it may read them
     * @return why, as a sentence
     */
    String withheld(Image user, Set<String> denied, Set<String> doubtful) {
        List<String> causes = new ArrayList<>();
        if (!denied.isEmpty()) {
            causes.add("the account may not read " + String.join(", ", denied) + " of " + user.dn() + " any more");
        }
        if (!doubtful.isEmpty()) {
            causes.add("the account may not read the access rights of " + user.dn() + ", and so cannot tell whether "
                    + String.join(", ", doubtful) + " was cleared or is kept from it");
        }
        if (firstTime("values of " + denied + doubtful)) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DN, user.dn())
                    .addKeyValue(LogKeys.DETAIL, String.join("; ", causes))
                    .log("values of users cannot be read any more: what is known of them stays at the provider");
        }
        return String.join("; ", causes) + ": what is known of that stays at the provider";
    }

    /**
     * A user who is followed, wholly or in part.
     *
     * @param page that says which, and makes it durable
     */
    void present(Image user, PageBuilder page) {
        page.withheld(user.objectGuid())
                .ifPresentOrElse(cause -> leaveOut(user, cause, page), () -> taken(user.objectGuid(), page));
    }

    /**
     * A user of whom it cannot be read whether the account is disabled.
     *
     * @param page that makes it durable
     */
    void stateless(Image user, PageBuilder page) {
        if (firstTime(STATE)) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DN, user.dn())
                    .log("userAccountControl of a user cannot be read: such users are left out");
        }
        leaveOut(user, "the account may not read userAccountControl of " + user.dn(), page);
    }

    private void leaveOut(Image user, String cause, PageBuilder page) {
        String before = omitted.get(user.objectGuid());
        boolean counted = before != null || omitted.size() < MOST_COUNTED;
        if (counted && !cause.equals(before)) {
            page.omission(new Omission(user.objectGuid(), Optional.of(cause)));
        }
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
    static Omission refusal(Change change, RuntimeException why) {
        return new Omission(change.objectGuid(), Optional.of(change.dn() + " cannot be kept: " + why.getMessage()));
    }

    /** It was left out for this. */
    void refused(Change change, RuntimeException why) {
        if (firstTime(change.objectGuid() + String.valueOf(why.getMessage()))) {
            LOGGER.atError()
                    .setCause(why)
                    .addKeyValue(LogKeys.OBJECT_GUID, change.objectGuid().toString())
                    .addKeyValue(LogKeys.DN, change.dn())
                    .log("a user cannot be kept and is left out");
        }
    }

    /**
     * A user that is not left out any more.
     *
     * @param page that makes it durable
     */
    void taken(ObjectGuid objectGuid, PageBuilder page) {
        if (omitted.containsKey(objectGuid)) {
            page.omission(new Omission(objectGuid, Optional.empty()));
        }
    }

    private boolean firstTime(String cause) {
        return logged.size() < MOST_CAUSES_KEPT && logged.add(cause);
    }

    private void tell() {
        String users = omitted.size() + " users are left out or followed only in part; ";
        health.concern(
                ListenerHealth.Concern.OMITTED,
                omitted.isEmpty()
                        ? ""
                        : users + "for one of them "
                                + omitted.values().iterator().next(),
                users + "adsync status tells why, for one of them");
        count.set(omitted.size()); // the words first: whoever sees the number finds them
    }
}
