package adsync.audit;

import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;

/** The meters of this room. */
public enum AuditMeter implements DocumentedMeter {
    /** Lines written. */
    LINES(MeterFacts.counter("adsync.audit.lines", "lines", "Lines written to the audit log")),
    /** Whether it can be written. */
    WRITABLE(MeterFacts.gauge(
            "adsync.audit.writable",
            "",
            "1 while the audit log can be written, 0 while its lines wait in the journal"));

    private final MeterFacts facts;

    AuditMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
