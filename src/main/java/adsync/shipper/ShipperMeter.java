package adsync.shipper;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The meters of this room. */
public enum ShipperMeter implements MeterDocumentation {
    /** Outcomes of shipped rows, by {@code outcome}. */
    SHIPMENTS("adsync.shipper.shipments", Meter.Type.COUNTER, "shipments", "Shipped objects, by outcome"),
    /** From a change seen to its acknowledgement. */
    LATENCY(
            "adsync.shipper.change.to.ack",
            Meter.Type.TIMER,
            "seconds",
            "From a change seen at the directory to its acknowledgement by the provider"),
    /** Objects a batch holds. */
    BATCH_SIZE("adsync.shipper.batch.size", Meter.Type.DISTRIBUTION_SUMMARY, "objects", "Objects of a shipped batch"),
    /** Requests that may be under way at once. */
    CONCURRENCY(
            "adsync.shipper.concurrency.limit",
            Meter.Type.GAUGE,
            "requests",
            "Single requests that may be under way at once"),
    /** Operations the next bulk request may have. */
    BULK_LIMIT(
            "adsync.shipper.bulk.limit",
            Meter.Type.GAUGE,
            "operations",
            "Operations the next bulk request may have; 0 when singles are sent"),
    /** Whether shipping is held for the whole provider. */
    HELD("adsync.shipper.held", Meter.Type.GAUGE, "", "1 while shipping is held because the provider as a whole fails");

    private final String name;
    private final Meter.Type type;
    private final String unit;
    private final String description;

    ShipperMeter(String name, Meter.Type type, String unit, String description) {
        this.name = name;
        this.type = type;
        this.unit = unit;
        this.description = description;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return type;
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
