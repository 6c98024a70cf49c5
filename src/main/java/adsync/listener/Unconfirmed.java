package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What we know and can confirm no longer: users that were found neither alive nor as tombstones, and groups whose members are
 * kept from us. Users may be expunged, or we may have lost the right to read them, so all are left as they are, counted, and
 * looked for again.
 */
final class Unconfirmed {

    private static final Logger LOGGER = LoggerFactory.getLogger(Unconfirmed.class);
    private static final int MOST_NAMED = 20;

    private final ListenerHealth health;
    private final Supplier<List<String>> silent;
    private final Map<String, Map<ObjectGuid, String>> bySearch = new HashMap<>();
    private final Map<ObjectGuid, String> groups = new LinkedHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Nobody is in doubt yet.
     *
     * @param silent the other domains that do not answer
     */
    Unconfirmed(String domain, MeterRegistry meters, ListenerHealth health, Supplier<List<String>> silent) {
        this.health = health;
        this.silent = silent;
        ListenerMeter.UNCONFIRMED.gauge(meters, count, AtomicInteger::get, ListenerMeter.domain(domain));
    }

    /**
     * What one search did not find, in place of what it did not find before.
     *
     * @param search which one, in a word
     * @param missing the last names we knew
     */
    void notFound(String search, Map<ObjectGuid, String> missing) {
        Map<ObjectGuid, String> before = bySearch.getOrDefault(search, Map.of());
        if (missing.isEmpty()) {
            bySearch.remove(search);
        } else {
            bySearch.put(search, new LinkedHashMap<>(missing));
        }
        if (!missing.isEmpty() && !missing.keySet().equals(before.keySet())) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.COUNT, missing.size())
                    .addKeyValue(LogKeys.DETAIL, names(missing))
                    .log("users were found neither alive nor deleted, they are left as they are");
        }
        tell();
    }

    /** A group whose members cannot be read. */
    void unread(ObjectGuid group, String name) {
        if (groups.put(group, name) == null) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.OBJECT_GUID, group.toString())
                    .addKeyValue(LogKeys.DN, name)
                    .log("the members of a group cannot be read, those that are known are left as they are");
        }
        tell();
    }

    /** A group whose members are known for certain, or need not be. */
    void read(ObjectGuid group) {
        if (groups.remove(group) != null) {
            tell();
        }
    }

    /** All others were forgotten. */
    void unreadAreAmong(Collection<ObjectGuid> tracked) {
        if (groups.keySet().retainAll(Set.copyOf(tracked))) {
            tell();
        }
    }

    private void tell() {
        int users = bySearch.values().stream().mapToInt(Map::size).sum();
        // The words first: whoever sees the number finds them.
        health.concern(ListenerHealth.Concern.UNCONFIRMED, sentences(users, true), sentences(users, false));
        count.set(users + groups.size());
    }

    private String sentences(int users, boolean named) {
        List<String> sentences = new ArrayList<>();
        if (users > 0) {
            Map<ObjectGuid, String> some = bySearch.values().iterator().next();
            sentences.add(ofUsers(users + " users" + (named ? example(some) : "")));
        }
        if (!groups.isEmpty()) {
            sentences.add("the members of " + groups.size() + " groups" + (named ? example(groups) : "")
                    + " cannot be read and are left as they are: give the account the right to read member of them");
        }
        return String.join("; ", sentences);
    }

    private static String example(Map<ObjectGuid, String> names) {
        return ", one of them " + names.values().iterator().next() + ",";
    }

    private String ofUsers(String users) {
        List<String> domains = silent.get();
        if (!domains.isEmpty()) {
            return users + " are not here any more and may have moved to "
                    + String.join(", ", domains)
                    + ", which cannot be asked; they are left as they are: mend that first. Who"
                    + " is deleted here is believed to be gone after a day";
        }
        return users + " were found neither alive nor deleted and are left as"
                + " they are: give the account the right to read them and their containers; who is gone for good is"
                + " forgotten with adsync forget, and the account is then deleted at the provider";
    }

    private static String names(Map<ObjectGuid, String> missing) {
        String first =
                String.join("; ", missing.values().stream().limit(MOST_NAMED).toList());
        return missing.size() > MOST_NAMED ? first + "; ..." : first;
    }
}
