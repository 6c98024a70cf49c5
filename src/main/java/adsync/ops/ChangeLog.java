package adsync.ops;

import adsync.journal.ChangeSettled;
import adsync.observe.LogKeys;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes one {@code change} line for each change, with its outcome, to the logger {@code adsync.change}. */
public final class ChangeLog {

    /** Named by itself, so that log configurations can send it elsewhere. */
    public static final String NAME = "adsync.change";

    private static final Logger LOGGER = LoggerFactory.getLogger(NAME);

    private ChangeLog() {}

    /** Starts to write. */
    static void follow(EventBus bus) {
        bus.<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> write(message.body()));
    }

    private static void write(ChangeSettled settled) {
        var line = LOGGER.atLevel(level(settled.outcome()))
                .addKeyValue(LogKeys.CORRELATION_ID, settled.correlationId().value())
                .addKeyValue(LogKeys.OBJECT_GUID, settled.objectGuid().toString())
                .addKeyValue(LogKeys.DN, settled.dn())
                .addKeyValue(LogKeys.KIND, settled.kind().word())
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, settled.origin().domainController());
        if (settled.origin().usn() > 0) { // a tombstone cannot be read, so its number is not known
            line = line.addKeyValue(LogKeys.USN, settled.origin().usn());
        }
        line.addKeyValue(LogKeys.OUTCOME, settled.outcome().word())
                .addKeyValue(LogKeys.STATUS, settled.status())
                .addKeyValue(LogKeys.DETAIL, settled.detail())
                .addKeyValue(LogKeys.MILLISECONDS, settled.latency().toMillis())
                .log("change");
    }

    /** A postponed change is not at its end: its line comes when it is. */
    private static Level level(ChangeSettled.Outcome outcome) {
        return switch (outcome) {
            case SHIPPED, UNCHANGED, SUPERSEDED, FORGOTTEN, DROPPED, NOTED -> Level.INFO;
            case POSTPONED -> Level.DEBUG;
            case PARKED, HELD -> Level.WARN;
        };
    }
}
