package adsync.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The meters of this room. None has tags. */
public enum JournalMeter implements MeterDocumentation {
    /** From the begin of a write transaction until it is on the disk. */
    COMMIT("adsync.journal.commit", Meter.Type.TIMER, "seconds", "Time of a write transaction until it is on the disk"),
    /** How many calls shared a write transaction. */
    CALLS(
            "adsync.journal.transaction.calls",
            Meter.Type.DISTRIBUTION_SUMMARY,
            "calls",
            "Calls that shared a write transaction"),
    /** Write transactions that did not find room. */
    DISK_FULL(
            "adsync.journal.disk.full",
            Meter.Type.COUNTER,
            "transactions",
            "Write transactions that failed because the disk is full");

    private final String meterName;
    private final Meter.Type type;
    private final String unit;
    private final String description;

    JournalMeter(String meterName, Meter.Type type, String unit, String description) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.description = description;
    }

    @Override
    public String getName() {
        return meterName;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public String getBaseUnit() {
        return unit;
    }

    /** What it tells operations, one sentence without a full stop. */
    public String description() {
        return description;
    }

    Timer timer(MeterRegistry meters) {
        return Timer.builder(meterName)
                .description(description)
                .publishPercentileHistogram()
                .register(meters);
    }

    DistributionSummary summary(MeterRegistry meters) {
        return DistributionSummary.builder(meterName)
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }

    Counter counter(MeterRegistry meters) {
        return Counter.builder(meterName)
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }
}
