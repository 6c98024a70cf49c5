package adsync.ops;

import adsync.journal.HazardKind;
import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;
import adsync.observe.MeterTag;

/** The meters of this room: what the journal holds, asked every few seconds. */
public enum OpsMeter implements DocumentedMeter {
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
    /** Held objects. */
    HELD(
            "adsync.journal.held",
            "objects",
            "Objects whose change waits for the approval of a hold, by what there was too much of",
            MeterTag.of("kind", JournalHealth.HELD_KINDS.toArray(HazardKind[]::new))),
    /** Whether the first load is held. */
    FIRST_LOAD_HELD(
            "adsync.journal.first.load.held", "flag", "1 if the first load waits for approval and nothing is shipped"),
    /** Known accounts. */
    LINKS("adsync.journal.links", "accounts", "Accounts at the provider that belong to a user we know");

    private final MeterFacts facts;

    OpsMeter(String name, String unit, String description, MeterTag... tags) {
        facts = MeterFacts.gauge(name, unit, description, tags);
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
