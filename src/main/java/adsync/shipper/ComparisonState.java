package adsync.shipper;

import adsync.journal.Comparison;
import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the comparison with the provider is, and what it found: written by it, read from any thread. */
public final class ComparisonState implements HealthCheck {

    /** Of each kind; what is found beyond that is only counted. */
    private static final int MOST = 1000;

    private final Map<Finding.Kind, List<Finding>> findings = new EnumMap<>(Finding.Kind.class);
    private final Map<Finding.Kind, List<Finding>> groups = new EnumMap<>(Finding.Kind.class);
    private @Nullable Comparison begun;
    private long accounts;
    private @Nullable Comparison complete;

    /** Nothing is known yet. */
    public ComparisonState(MeterRegistry meters) {
        ShipperMeter.MISSING.gauge(meters, () -> last().missing());
        ShipperMeter.DRIFTED.gauge(meters, () -> last().drifted());
        ShipperMeter.UNKEPT.gauge(meters, () -> last().unkept());
        ShipperMeter.FOREIGN.gauge(meters, () -> last().foreign());
        ShipperMeter.DUPLICATES.gauge(meters, () -> last().duplicate());
        ShipperMeter.ORPHANED.gauge(meters, () -> last().orphaned());
        ShipperMeter.GROUPS_MISSING.gauge(meters, () -> lastGroups().missing());
        ShipperMeter.GROUPS_DRIFTED.gauge(meters, () -> lastGroups().drifted());
        ShipperMeter.GROUPS_FOREIGN.gauge(meters, () -> lastGroups().foreign());
        ShipperMeter.COMPARED_AT.gauge(meters, this::completedAt);
    }

    private synchronized Comparison.Findings last() {
        return complete == null ? Comparison.Findings.NONE : complete.findings();
    }

    private synchronized Comparison.Findings lastGroups() {
        return complete == null ? Comparison.Findings.NONE : complete.groups();
    }

    private synchronized long completedAt() {
        return complete == null
                ? 0
                : complete.endedAt().map(end -> end.getEpochSecond()).orElse(0L);
    }

    /** As the journal remembers it. */
    synchronized void restore(Optional<Comparison> lastBegun, Optional<Comparison> lastComplete) {
        begun = lastBegun.filter(one -> one.number() > 0).orElse(null);
        complete = lastComplete.orElse(null);
    }

    /** A step was made. */
    synchronized void moved(Comparison now, List<Finding> found) {
        if (begun == null || begun.number() != now.number()) {
            findings.clear();
            groups.clear();
        }
        begun = now;
        if (now.over() && now.refusal().isEmpty()) {
            complete = now;
        }
        for (Finding one : found) {
            List<Finding> same =
                    (one.group() ? groups : findings).computeIfAbsent(one.kind(), kind -> new ArrayList<>());
            if (same.size() < MOST) {
                same.add(one);
            }
        }
    }

    /** The provider says it has so many accounts. */
    synchronized void lists(long total) {
        accounts = total;
    }

    /** How many accounts the provider said it has, when its list was read last; 0 before. */
    public synchronized long accounts() {
        return accounts;
    }

    /** The one that was begun last, perhaps still going on; empty if there was none. */
    public synchronized Optional<Comparison> begun() {
        return Optional.ofNullable(begun);
    }

    /** The one that came to its end last; empty if none did. */
    public synchronized Optional<Comparison> complete() {
        return Optional.ofNullable(complete);
    }

    /** What that has found of accounts that was begun last, since this process began: the first ones of each kind. */
    public synchronized List<Finding> findings() {
        return findings.values().stream().flatMap(List::stream).toList();
    }

    /** Likewise of groups. */
    public synchronized List<Finding> groups() {
        return groups.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public String name() {
        return "comparison";
    }

    @Override
    public synchronized HealthStatus status() {
        Map<String, Object> details = new LinkedHashMap<>();
        Comparison done = complete;
        if (done != null) {
            details.put("missing", done.findings().missing());
            details.put("drifted", done.findings().drifted());
            details.put("unkept", done.findings().unkept());
            details.put("foreign", done.findings().foreign());
            details.put("duplicate", done.findings().duplicate());
            details.put("orphaned", done.findings().orphaned());
            if (done.groups().listed() > 0) {
                details.put("groupsMissing", done.groups().missing());
                details.put("groupsDrifted", done.groups().drifted());
                details.put("groupsForeign", done.groups().foreign());
            }
            done.endedAt().ifPresent(end -> details.put("completedAt", end.toString()));
        }
        Comparison now = begun;
        if (now != null && !now.over()) {
            details.put("listed", now.findings().listed());
        }
        String refusal = now == null ? "" : now.refusal();
        return refusal.isEmpty() ? HealthStatus.up(details) : HealthStatus.degraded(refusal, details);
    }
}
