package adsync.scim;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** What this room measures. */
enum ScimMeter implements MeterDocumentation {
    /** Time from sending a request to its whole answer, with a histogram. */
    REQUEST("adsync.scim.request", Meter.Type.TIMER, "seconds", true),

    /** Operations in a bulk request. */
    BULK_OPERATIONS("adsync.scim.bulk.operations", Meter.Type.DISTRIBUTION_SUMMARY, "operations", false);

    /** How requests are told apart. */
    enum Tag implements KeyName {
        /** POST, PATCH, DELETE or GET, and BULK for a bulk request. */
        METHOD("method"),

        /** The HTTP status; {@code unsent} if there was no connection, {@code lost} if there was no answer. */
        STATUS("status");

        private final String key;

        Tag(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    private final String meterName;
    private final Meter.Type type;
    private final String unit;
    private final boolean tagged;

    ScimMeter(String meterName, Meter.Type type, String unit, boolean tagged) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.tagged = tagged;
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
    public @Nullable String getBaseUnit() {
        return unit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return tagged ? Tag.values() : new KeyName[0];
    }
}
