package adsync.listener;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/** The meters of this room. Their descriptions are the documentation. */
public enum ListenerMeter implements MeterDocumentation {
    /** Changes made durable, by {@code kind}. */
    CHANGES("adsync.listener.changes", Meter.Type.COUNTER, "changes", "Changes made durable, by kind"),
    /** Whether the change notification is registered. */
    BELL_ACTIVE("adsync.listener.bell.active", Meter.Type.GAUGE, "", "1 while the change notification is registered"),
    /** Notifications received. */
    BELL_RINGS("adsync.listener.bell.rings", Meter.Type.COUNTER, "rings", "Change notifications received"),
    /** Polls that found changes no bell had announced. */
    UNANNOUNCED(
            "adsync.listener.bell.unannounced",
            Meter.Type.COUNTER,
            "polls",
            "Polls that found changes which no notification had announced"),
    /** DirSync requests, with their duration. */
    DIRSYNC("adsync.listener.dirsync", Meter.Type.TIMER, "seconds", "DirSync requests and how long they took"),
    /** Objects a DirSync page named. */
    PAGE_SIZE("adsync.listener.page.size", Meter.Type.DISTRIBUTION_SUMMARY, "objects", "Objects a DirSync page named"),
    /** Seconds since DirSync was last at its end. */
    COOKIE_AGE(
            "adsync.listener.cookie.age",
            Meter.Type.GAUGE,
            "seconds",
            "Time since a DirSync cycle was last complete; far below the tombstone lifetime when all is well"),
    /** Users the running or last enumeration has read. */
    LOAD_DONE("adsync.listener.load.done", Meter.Type.GAUGE, "users", "Users the running or last enumeration has read"),
    /** Users that enumeration expects. */
    LOAD_TOTAL("adsync.listener.load.total", Meter.Type.GAUGE, "users", "Users that enumeration expects"),
    /** Enumerations begun, by {@code reason}. */
    ENUMERATIONS(
            "adsync.listener.enumerations",
            Meter.Type.COUNTER,
            "enumerations",
            "Enumerations of the whole root that were begun, by reason"),
    /** Failures of directory or journal that stopped the listener for a while, by {@code reason}. */
    FAILURES(
            "adsync.listener.failures",
            Meter.Type.COUNTER,
            "failures",
            "Failures of directory or journal that stopped reading for a while, by reason"),
    /** Which domain controller is in use, as tag {@code host}; the value is always 1. */
    DOMAIN_CONTROLLER(
            "adsync.listener.domain.controller",
            Meter.Type.GAUGE,
            "",
            "1 for the domain controller in use, named by the tag host");

    private final String name;
    private final Meter.Type type;
    private final String unit;
    private final String description;

    ListenerMeter(String name, Meter.Type type, String unit, String description) {
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
