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
            new MeterTag("answer", "accepted, duplicate, stale, ignored, rejected"))),
    /** Requests that were refused. */
    REFUSED(MeterFacts.counter(
            "adsync.passwords.refused",
            "requests",
            "Requests to the password intake that were refused, by HTTP status",
            new MeterTag("status", "400, 401, 403, 404, 405, 408, 413, 429, 503"))),
    /** Connections that did not keep their time. */
    CUT(MeterFacts.counter(
            "adsync.passwords.cut",
            "connections",
            "Connections to the password intake that were cut because they were too slow or too many")),
    /** Events that wait. */
    OPEN(MeterFacts.gauge("adsync.passwords.open", "events", "Password events that wait to be shipped")),
    /** Those that wait for an account. */
    PARKED(MeterFacts.gauge(
            "adsync.passwords.parked", "events", "Those of them whose user is not known or has no account yet")),
    /** The oldest of them. */
    OLDEST(MeterFacts.gauge(
            "adsync.passwords.oldest.age", "seconds", "Age of the oldest password event that waits; 0 if none does")),
    /** Users. */
    USERS(MeterFacts.gauge("adsync.passwords.users", "users", "Users with an account")),
    /** Users with the same login. */
    SYNCED(MeterFacts.gauge(
            "adsync.passwords.synced", "users", "Users with an account of whom the provider has a password")),
    /** Changed passwords that never came. */
    GAPS(MeterFacts.gauge(
            "adsync.passwords.gaps",
            "users",
            "Users whose password was changed more than five minutes ago without an event")),
    /** Domain controllers that should report. */
    EXPECTED(MeterFacts.gauge(
            "adsync.passwords.controllers.expected",
            "controllers",
            "Writable domain controllers of the domain; those that were invited, if they cannot be counted")),
    /** Domain controllers that report. */
    REPORTING(MeterFacts.gauge(
            "adsync.passwords.controllers.reporting",
            "controllers",
            "Domain controllers whose source of passwords runs and reported within the last five minutes")),
    /** The key set. */
    KEY_SET_ENDS(MeterFacts.gauge(
            "adsync.passwords.keyset.remaining",
            "seconds",
            "Until the provider's key set should be replaced; negative afterwards, and -1 without one")),
    /** Certificates. */
    CERTIFICATE_ENDS(MeterFacts.gauge(
            "adsync.passwords.certificate.remaining",
            "seconds",
            "Until the first certificate of a domain controller ends; one year if there is none"));

    private final MeterFacts facts;

    IntakeMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
