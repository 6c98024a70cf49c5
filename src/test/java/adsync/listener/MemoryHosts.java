package adsync.listener;

import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.Preference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The domain controllers of a domain in memory, in the order of the configuration. */
final class MemoryHosts {

    private final Map<String, UUID> invocations = new LinkedHashMap<>();
    private long claimed;
    private final Map<String, Long> lags = new LinkedHashMap<>();
    private final Set<String> down = new LinkedHashSet<>();
    private final Set<String> busy = new LinkedHashSet<>();

    MemoryHosts(String first) {
        add(first);
    }

    synchronized void add(String host) {
        invocations.put(host, UUID.nameUUIDFromBytes(host.getBytes(StandardCharsets.UTF_8)));
    }

    /** By how many update sequence numbers it is said to be behind; what it answers is that of all others. */
    synchronized void lag(String host, long usns) {
        lags.put(host, usns);
    }

    /** Up to where it knows the changes of others. */
    synchronized long known(String host) {
        return claimed - lags.getOrDefault(host, 0L);
    }

    synchronized void claimed(long usn) {
        claimed = Math.max(claimed, usn);
    }

    synchronized void down(String host, boolean isDown) {
        change(down, host, isDown);
    }

    synchronized boolean isDown(String host) {
        return down.contains(host);
    }

    synchronized void busy(String host, boolean isBusy) {
        change(busy, host, isBusy);
    }

    private static void change(Set<String> hosts, String host, boolean is) {
        if (is) {
            hosts.add(host);
        } else {
            hosts.remove(host);
        }
    }

    synchronized void requireIdle(String host) {
        if (busy.contains(host)) {
            throw new DirectoryException(Reason.BUSY, host + " is busy");
        }
    }

    synchronized void invocation(String host, UUID now) {
        invocations.put(host, now);
    }

    synchronized UUID invocation(String host) {
        return Objects.requireNonNull(invocations.get(host));
    }

    /** The first one that is up of those before another one. */
    synchronized Optional<String> preferredTo(String host) {
        return invocations.keySet().stream()
                .takeWhile(one -> !one.equals(host))
                .filter(one -> !down.contains(one))
                .findFirst();
    }

    synchronized String choose(Preference preference) {
        List<String> order = new ArrayList<>(invocations.keySet());
        preference.last().filter(order::remove).ifPresent(order::addFirst);
        preference.failing().stream().filter(order::remove).toList().forEach(order::addLast);
        return order.stream()
                .filter(host -> !down.contains(host))
                .findFirst()
                .orElseThrow(() -> new DirectoryException(Reason.UNREACHABLE, "no domain controller answers"));
    }
}
