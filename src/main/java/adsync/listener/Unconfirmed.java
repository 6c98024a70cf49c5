package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users we know that were found neither alive nor as tombstones. They may be expunged, or we may have lost the right to read
 * them, so they are left as they are, counted, and looked for again.
 */
final class Unconfirmed {

    private static final Logger LOGGER = LoggerFactory.getLogger(Unconfirmed.class);
    private static final int MOST_NAMED = 20;

    private final ListenerHealth health;
    private final Supplier<List<String>> silent;
    private final Map<String, Map<ObjectGuid, String>> bySearch = new HashMap<>();
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
        count.set(bySearch.values().stream().mapToInt(Map::size).sum());
        if (!missing.isEmpty() && !missing.keySet().equals(before.keySet())) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.COUNT, missing.size())
                    .addKeyValue(LogKeys.DETAIL, names(missing))
                    .log("users were found neither alive nor deleted, they are left as they are");
        }
        health.concern(ListenerHealth.Concern.UNCONFIRMED, count.get() == 0 ? "" : sentence());
    }

    private String sentence() {
        String example = bySearch.values().iterator().next().values().iterator().next();
        List<String> domains = silent.get();
        if (!domains.isEmpty()) {
            return count.get() + " users, one of them " + example + ", are not here any more and may have moved to "
                    + String.join(", ", domains)
                    + ", which cannot be asked; they are left as they are: mend that first. Who"
                    + " is deleted here is believed to be gone after a day";
        }
        return count.get() + " users, one of them " + example + ", were found neither alive nor deleted and are left as"
                + " they are: give the account the right to read them and their containers; who is gone for good is"
                + " forgotten with adsync forget, and the account is then deleted at the provider";
    }

    private static String names(Map<ObjectGuid, String> missing) {
        String first =
                String.join("; ", missing.values().stream().limit(MOST_NAMED).toList());
        return missing.size() > MOST_NAMED ? first + "; ..." : first;
    }
}
