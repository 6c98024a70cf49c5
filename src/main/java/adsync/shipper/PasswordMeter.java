package adsync.shipper;

import adsync.journal.PasswordEnd;
import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;
import adsync.observe.MeterTag;

/** The meters of the password lane. */
public enum PasswordMeter implements DocumentedMeter {
    /** How events ended. */
    ENDED(MeterFacts.counter(
            "adsync.passwords.ended",
            "events",
            "Password events that are over, by how they ended",
            MeterTag.of("end", PasswordLog.ENDS.toArray(PasswordEnd[]::new)))),
    /** How long the provider was behind. */
    LATENCY(MeterFacts.timer(
            "adsync.passwords.change.to.ack",
            "How long a changed password was not good at the provider: from the moment that the domain controller noted to"
                    + " the provider's acknowledgement"));

    private final MeterFacts facts;

    PasswordMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
