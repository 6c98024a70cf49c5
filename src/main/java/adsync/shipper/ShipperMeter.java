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
            MeterTag.of(
                    "outcome", Outcome.SHIPPED, Outcome.UNCHANGED, Outcome.POSTPONED, Outcome.PARKED, Outcome.HELD))),
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
    /** Requests that the provider takes. */
    RATE(MeterFacts.gauge(
            "adsync.shipper.request.rate.limit",
            "requests",
            "Requests a second that are sent at most, learned from the provider's refusals (HTTP 429); 0 if there were none"
                    + " lately")),
    /** Operations the next bulk request may have. */
    BULK_LIMIT(MeterFacts.gauge(
            "adsync.shipper.bulk.limit",
            "operations",
            "Operations the next bulk request may have; 0 when singles are sent")),
    /** Whether accounts cannot be found by their externalId. */
    EXTERNAL_ID_LOST(MeterFacts.gauge(
            "adsync.shipper.externalid.lost",
            "",
            "1 if the first account that was created came back without its externalId: the provider does not keep it")),
    /** Accounts the last comparison missed. */
    MISSING(MeterFacts.gauge(
            "adsync.shipper.comparison.missing",
            "accounts",
            "Accounts that the provider no longer had at the last complete comparison")),
    /** Accounts that had drifted. */
    DRIFTED(MeterFacts.gauge(
            "adsync.shipper.comparison.drifted",
            "accounts",
            "Accounts that held something else than the provider had acknowledged, at the last complete comparison")),
    /** Accounts that drift again. */
    UNKEPT(MeterFacts.gauge(
            "adsync.shipper.comparison.unkept",
            "accounts",
            "Accounts that differed as before although they were repaired, at the last complete comparison: the provider"
                    + " does not keep what it gets")),
    /** Accounts that are not ours. */
    FOREIGN(MeterFacts.gauge(
            "adsync.shipper.comparison.foreign",
            "accounts",
            "Accounts at the provider that are not ours, at the last complete comparison")),
    /** Accounts of somebody who has another one. */
    DUPLICATES(MeterFacts.gauge(
            "adsync.shipper.comparison.duplicates",
            "accounts",
            "Further accounts of users who have another one, at the last complete comparison")),
    /** Accounts whose owners were gone before we came to know of them. */
    ORPHANED(MeterFacts.gauge(
            "adsync.shipper.comparison.orphaned",
            "accounts",
            "Accounts of users who had left before anything was known of them, as after a lost journal, at the last complete"
                    + " comparison")),
    /** Groups the last comparison missed. */
    GROUPS_MISSING(MeterFacts.gauge(
            "adsync.shipper.comparison.missing.groups",
            "groups",
            "Groups that the provider no longer had at the last complete comparison")),
    /** Groups that had drifted. */
    GROUPS_DRIFTED(MeterFacts.gauge(
            "adsync.shipper.comparison.drifted.groups",
            "groups",
            "Groups that had another name or other members than the provider had acknowledged, at the last complete"
                    + " comparison")),
    /** Groups that are not ours. */
    GROUPS_FOREIGN(MeterFacts.gauge(
            "adsync.shipper.comparison.foreign.groups",
            "groups",
            "Groups at the provider that are not ours, at the last complete comparison")),
    /** When the last complete comparison ended. */
    COMPARED_AT(MeterFacts.gauge(
            "adsync.shipper.comparison.completed.time",
            "seconds",
            "When the last complete comparison with the provider ended, in seconds since 1970; 0 if there was none")),
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
