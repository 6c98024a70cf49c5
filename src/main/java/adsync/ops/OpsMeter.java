package adsync.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The meters of this room: what the journal holds, asked every few seconds. */
public enum OpsMeter implements MeterDocumentation {
    /** Users in the selected root. */
    OBJECTS("adsync.journal.objects", "objects", "Users of the selected root, as last seen (the shadow)"),
    /** Objects that wait to be shipped. */
    OUTBOX("adsync.journal.outbox", "objects", "Objects that wait to be shipped"),
    /** Age of the oldest of them. */
    OLDEST(
            "adsync.journal.outbox.oldest",
            "seconds",
            "Age of the oldest change that waits to be shipped; 0 if none waits"),
    /** Parked objects. */
    PARKED(
            "adsync.journal.parked",
            "objects",
            "Objects that cannot be shipped until a person or their next change mends them"),
    /** Known accounts. */
    LINKS("adsync.journal.links", "accounts", "Accounts at the provider that belong to a user we know");

    private final String name;
    private final String unit;
    private final String description;

    OpsMeter(String name, String unit, String description) {
        this.name = name;
        this.unit = unit;
        this.description = description;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return Meter.Type.GAUGE;
    }

    @Override
    public String getBaseUnit() {
        return unit;
    }

    /** What it tells, in a sentence. */
    public String description() {
        return description;
    }
}
