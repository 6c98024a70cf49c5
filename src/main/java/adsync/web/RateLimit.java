package adsync.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many failures an address may make in a while. For any thread. */
final class RateLimit {

    /** More addresses than these, and the one that failed first is forgotten. */
    private static final int MOST_ADDRESSES = 1000;

    private final Clock clock;
    private final int most;
    private final Duration within;
    private final Map<String, Count> failures = new LinkedHashMap<>();

    RateLimit(int most, Duration within, Clock clock) {
        this.clock = clock;
        this.most = most;
        this.within = within;
    }

    private record Count(int failures, Instant until) {}

    synchronized boolean exceeded(String address) {
        Count count = failures.get(address);
        return count != null && count.failures() >= most && clock.instant().isBefore(count.until());
    }

    synchronized void failed(String address) {
        Instant now = clock.instant();
        Count count = failures.remove(address);
        if (failures.size() >= MOST_ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(
                address,
                count == null || !now.isBefore(count.until())
                        ? new Count(1, now.plus(within))
                        : new Count(count.failures() + 1, count.until()));
    }
}
