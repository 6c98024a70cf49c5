package adsync.journal;

import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;

/** The meters of this room. None has tags. */
public enum JournalMeter implements DocumentedMeter {
    /** From the begin of a write transaction until it is on the disk. */
    COMMIT(MeterFacts.timer("adsync.journal.commit", "Time of a write transaction until it is on the disk")),
    /** How many calls shared a write transaction. */
    CALLS(MeterFacts.summary("adsync.journal.transaction.calls", "calls", "Calls that shared a write transaction")),
    /** Write transactions that did not find room. */
    DISK_FULL(MeterFacts.counter(
            "adsync.journal.disk.full", "transactions", "Write transactions that failed because the disk is full"));

    private final MeterFacts facts;

    JournalMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
