package adsync.listener;

import adsync.change.ChangeKind;
import adsync.directory.DirectoryException;
import adsync.journal.JournalException;
import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;
import adsync.observe.MeterTag;
import java.util.List;
import java.util.stream.Stream;

/** The meters of this room. Their descriptions are the documentation. */
public enum ListenerMeter implements DocumentedMeter {
    /** Changes made durable. */
    CHANGES(MeterFacts.counter(
            "adsync.listener.changes",
            "changes",
            "Changes made durable, by kind",
            MeterTag.of("kind", ChangeKind.values()))),
    /** Whether the change notification is registered. */
    BELL_ACTIVE(MeterFacts.gauge(
            "adsync.listener.bell.active",
            "",
            "1 while the change notification is registered, 0 when only polling",
            DomainTag.OF_DOMAIN)),
    /** Notifications received. */
    BELL_RINGS(MeterFacts.counter("adsync.listener.bell.rings", "rings", "Change notifications received")),
    /** Polls that found changes no bell had announced. */
    UNANNOUNCED(MeterFacts.counter(
            "adsync.listener.bell.unannounced",
            "polls",
            "Polls that found changes which no notification had announced")),
    /** DirSync requests, with their duration. */
    DIRSYNC(MeterFacts.timer("adsync.listener.dirsync", "DirSync requests and how long they took")),
    /** Objects a DirSync page named. */
    PAGE_SIZE(MeterFacts.summary("adsync.listener.page.size", "objects", "Objects a DirSync page named")),
    /** Seconds since DirSync was last at its end. */
    COOKIE_AGE(MeterFacts.gauge(
            "adsync.listener.cookie.age",
            "seconds",
            "Time since a DirSync cycle was last complete; NaN until one is",
            DomainTag.OF_DOMAIN)),
    /** How old a cookie may become. */
    COOKIE_LIFETIME(MeterFacts.gauge(
            "adsync.listener.cookie.lifetime",
            "seconds",
            "How long the directory remembers what was deleted (tombstoneLifetime); 0 until it was asked",
            DomainTag.OF_DOMAIN)),
    /** Users the running or last enumeration has read. */
    LOAD_DONE(MeterFacts.gauge(
            "adsync.listener.load.done",
            "users",
            "Users the running or last enumeration has read",
            DomainTag.OF_DOMAIN)),
    /** Users that enumeration expects. */
    LOAD_TOTAL(MeterFacts.gauge(
            "adsync.listener.load.total",
            "users",
            "Users that enumeration expects; 0 while that is not known",
            DomainTag.OF_DOMAIN)),
    /** How fast it goes. */
    LOAD_RATE(MeterFacts.gauge(
            "adsync.listener.load.rate",
            "users_per_second",
            "Users a second that the running enumeration reads; 0 while none runs",
            DomainTag.OF_DOMAIN)),
    /** How long it will take. */
    LOAD_REMAINING(MeterFacts.gauge(
            "adsync.listener.load.remaining",
            "seconds",
            "Until the running enumeration is at its end, at its rate so far; NaN while there is no telling, 0 while none runs",
            DomainTag.OF_DOMAIN)),
    /** Users and groups in doubt. */
    UNCONFIRMED(MeterFacts.gauge(
            "adsync.listener.unconfirmed",
            "objects",
            "Known users that were found neither alive nor deleted, and groups whose members may not be read; all are left as they are",
            DomainTag.OF_DOMAIN)),
    /** Whether an enumeration is not believed. */
    SWEEP_REFUSED(MeterFacts.gauge(
            "adsync.listener.sweep.refused",
            "",
            "1 while a reading of the whole root is not believed because it met too few of the known users; nobody is removed",
            DomainTag.OF_DOMAIN)),
    /** Users left out, or followed only in part. */
    OMITTED(MeterFacts.gauge(
            "adsync.listener.omitted",
            "users",
            "Users left out because their container cannot be read or they cannot be kept, and users who keep values that can be read no more; at most 100000 are counted",
            DomainTag.OF_DOMAIN)),
    /** Enumerations begun. */
    ENUMERATIONS(MeterFacts.counter(
            "adsync.listener.enumerations",
            "enumerations",
            "Enumerations of the whole root that were begun, by reason",
            MeterTag.of("reason", Resumption.Reason.values()))),
    /** Domain controllers left for another one. */
    FAILOVERS(MeterFacts.counter(
            "adsync.listener.failovers",
            "failovers",
            "Changes to another domain controller: the one before was lost, served nothing, or a preferred one is well again",
            MeterTag.of("reason", ServerChoice.REASONS))),
    /** What the domain controller in use lacks. */
    REPLICATION_BEHIND(MeterFacts.gauge(
            "adsync.listener.replication.behind",
            "",
            "By how many update sequence numbers the domain controller that was changed to is behind what was read of others; 0 if it has all",
            DomainTag.OF_DOMAIN)),
    /** Failures of directory or journal that stopped the listener for a while. */
    FAILURES(MeterFacts.counter(
            "adsync.listener.failures",
            "failures",
            "Failures of directory or journal that stopped reading for a while, by reason",
            MeterTag.of(
                    "reason",
                    Stream.of(
                                    MeterTag.words("", DirectoryException.Reason.values()),
                                    MeterTag.words("journal_", JournalException.Reason.values()),
                                    List.of("failed"))
                            .flatMap(List::stream)
                            .toList()))),
    /** The certificate of the domain controller in use. */
    CERTIFICATE_ENDS(MeterFacts.gauge(
            "adsync.directory.certificate.remaining",
            "seconds",
            "Until the certificate of the domain controller in use ends; NaN without TLS",
            DomainTag.OF_DOMAIN)),
    /** Our own password. */
    PASSWORD_ENDS(MeterFacts.gauge(
            "adsync.directory.password.remaining",
            "seconds",
            "Until the password of ADSync's own account in the directory has to be changed; NaN if never, or not known",
            DomainTag.OF_DOMAIN)),
    /** Which domain controller is in use; the value is always 1. */
    DOMAIN_CONTROLLER(MeterFacts.gauge(
            "adsync.listener.domain.controller",
            "",
            "1 for the domain controller in use",
            new MeterTag("host", "its DNS name"),
            DomainTag.OF_DOMAIN));

    /** Only where the series of several domains have to be told apart; what is counted is summed up. */
    private static final class DomainTag {
        static final String NAME = "domain";
        static final MeterTag OF_DOMAIN = new MeterTag(NAME, "DNS name of the domain");
    }

    private final MeterFacts facts;

    ListenerMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }

    /** The tag of a domain, as name and value. */
    static String[] domain(String dnsName) {
        return new String[] {DomainTag.NAME, dnsName};
    }
}
