package adsync.audit;

import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the audit log can be written. Shipping does not wait for it, so that it is never down. */
final class AuditHealth implements HealthCheck {

    private final AtomicLong lines = new AtomicLong();
    private volatile String trouble = "";

    void written(int more) {
        lines.addAndGet(more);
        trouble = "";
    }

    void failed(String cause) {
        trouble = cause;
    }

    boolean well() {
        return trouble.isEmpty();
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public HealthStatus status() {
        Map<String, Object> details = Map.of("linesSinceStart", lines.get());
        return trouble.isEmpty()
                ? HealthStatus.up(details)
                : HealthStatus.degraded(
                        "the audit log cannot be written, its lines wait in the journal: " + trouble
                                + "; to mend it: make room on the disk, and the folder writable",
                        details);
    }
}
