package adsync.shipper;

import adsync.journal.ChangeSettled.Outcome;
import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;
import adsync.observe.MeterTag;

/** The meters of this room. */
public enum ShipperMeter implements DocumentedMeter {
    /** Outcomes of shipped rows. */
    SHIPMENTS(MeterFacts.counter(
            "adsync.shipper.shipments",
            "shipments",
            "Objects that were to be shipped, by outcome",
            MeterTag.of("outcome", Outcome.SHIPPED, Outcome.UNCHANGED, Outcome.POSTPONED, Outcome.PARKED))),
    /** How long the provider was behind the directory. */
    LATENCY(MeterFacts.timer(
            "adsync.shipper.change.to.ack",
            "How long the provider was behind: from the first change of an object seen at the directory and not yet"
                    + " shipped to the acknowledgement of its newest state by the provider")),
    /** Objects a batch holds. */
    BATCH_SIZE(MeterFacts.summary("adsync.shipper.batch.size", "objects", "Objects of a shipped batch")),
    /** Requests that may be under way at once. */
    CONCURRENCY(MeterFacts.gauge(
            "adsync.shipper.concurrency.limit", "requests", "Single requests that may be under way at once")),
    /** Operations the next bulk request may have. */
    BULK_LIMIT(MeterFacts.gauge(
            "adsync.shipper.bulk.limit",
            "operations",
            "Operations the next bulk request may have; 0 when singles are sent")),
    /** Whether shipping is held for the whole provider. */
    HELD(MeterFacts.gauge("adsync.shipper.held", "", "1 while shipping is held because the provider as a whole fails"));

    private final MeterFacts facts;

    ShipperMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
