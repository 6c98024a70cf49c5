package adsync.intake;

import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;
import adsync.observe.MeterTag;

/** The meters of this room. */
public enum IntakeMeter implements DocumentedMeter {
    /** Events that came. */
    EVENTS(MeterFacts.counter(
            "adsync.passwords.events",
            "events",
            "Password events that domain controllers sent, by the answer they got",
            MeterTag.of("answer", EventsCall.ANSWERS))),
    /** What sources lost. */
    MISSED(MeterFacts.counter(
            "adsync.passwords.missed",
            "events",
            "Changed passwords that domain controllers could not hand over, by the reason they told",
            MeterTag.of("reason", EventsCall.REASONS))),
    /** Requests that were refused. */
    REFUSED(MeterFacts.counter(
            "adsync.passwords.refused",
            "requests",
            "Requests to the password intake that were refused, by HTTP status",
            MeterTag.of(
                    "status",
                    RefusedException.STATUSES.stream().map(String::valueOf).toList()))),
    /** Connections that did not keep their time. */
    CUT(MeterFacts.counter(
            "adsync.passwords.cut",
            "connections",
            "Connections to the password intake that were cut because they were too slow or too many")),
    /** Connections that nothing came of. */
    HANDSHAKES(MeterFacts.counter(
            "adsync.passwords.handshakes.failed",
            "connections",
            "Connections to the password intake whose TLS handshake failed, by the cause: a certificate that is not ours or has"
                    + " ended, left before the end, or no TLS",
            MeterTag.of("cause", FailedHandshake.values()))),
    /** Events that wait. */
    OPEN(MeterFacts.gauge("adsync.passwords.open", "events", "Password events that wait to be shipped")),
    /** Those that wait for an account. */
    PARKED(MeterFacts.gauge(
            "adsync.passwords.parked", "events", "Those of them whose user is not known or has no account yet")),
    /** Those that wait for the directory. */
    HELD(MeterFacts.gauge(
            "adsync.passwords.held",
            "events",
            "Those of them that wait for what the directory says: for their users to choose another password, as it demands, or for"
                    + " which one of two it kept")),
    /** The oldest of the others. */
    OLDEST(MeterFacts.gauge(
            "adsync.passwords.oldest.age",
            "seconds",
            "Age of the oldest password event that waits and is neither parked nor held; 0 if none does")),
    /** Users. */
    USERS(MeterFacts.gauge("adsync.passwords.users", "users", "Users with an account")),
    /** Users with the same login. */
    SYNCED(MeterFacts.gauge(
            "adsync.passwords.synced", "users", "Users with an account of whom the provider has a password")),
    /** Changed passwords that never came. */
    GAPS(MeterFacts.gauge(
            "adsync.passwords.gaps",
            "users",
            "Users whose password was changed more than five minutes ago without an event, or of whom the provider has had another"
                    + " one than the directory for a quarter of an hour")),
    /** Domain controllers that should report. */
    EXPECTED(MeterFacts.gauge(
            "adsync.passwords.controllers.expected",
            "controllers",
            "Writable domain controllers of the domains; those that were invited, until the directory has told")),
    /** Domain controllers that report. */
    REPORTING(MeterFacts.gauge(
            "adsync.passwords.controllers.reporting",
            "controllers",
            "Those of them whose source of passwords runs and reported within the last five minutes")),
    /** The key set. */
    KEY_SET_ENDS(MeterFacts.gauge(
            "adsync.passwords.keyset.remaining",
            "seconds",
            "Until the provider's key set should be replaced; negative afterwards, NaN without one")),
    /** Whether there is a complaint about the key set. */
    KEY_SET_REFUSED(MeterFacts.gauge(
            "adsync.passwords.keyset.refused",
            "sets",
            "1 while the file of the provider's key set is not used, because it cannot be read or is refused; else 0")),
    /** Certificates. */
    CERTIFICATE_ENDS(MeterFacts.gauge(
            "adsync.passwords.certificate.remaining",
            "seconds",
            "Until the first certificate of a domain controller ends; NaN if there is none")),
    /** What waits on domain controllers. */
    BACKLOG(MeterFacts.gauge(
            "adsync.passwords.backlog",
            "events",
            "Password events that wait on domain controllers, as those that report told last")),
    /** What domain controllers put aside. */
    QUARANTINED(MeterFacts.gauge(
            "adsync.passwords.quarantined",
            "events",
            "Password events that were rejected and lie in the quarantine of domain controllers, as those told last"));

    private final MeterFacts facts;

    IntakeMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
