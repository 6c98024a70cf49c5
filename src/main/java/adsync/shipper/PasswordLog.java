package adsync.shipper;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordSettlement;
import adsync.journal.PasswordSettlement.Ended;
import adsync.journal.PasswordSettlement.Waits;
import adsync.journal.WaitingPassword;
import adsync.observe.LogKeys;
import adsync.sealing.SealedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells what becomes of password events, and counts it. */
final class PasswordLog {

    /** Those that are told here; what a source lost ends in the journal. */
    static final Set<PasswordEnd> ENDS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(PasswordEnd.MISSED)));

    private final Logger logger;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer latency;

    PasswordLog(Logger logger, Clock clock, MeterRegistry meters) {
        this.logger = logger;
        this.clock = clock;
        this.meters = meters;
        this.latency = PasswordMeter.LATENCY
                .timer()
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(meters);
        ENDS.forEach(end -> PasswordMeter.ENDED.counter(meters, "end", end.word()));
    }

    /** Only counts them: whoever ended them says why. */
    void rejected(int count) {
        PasswordMeter.ENDED.counter(meters, "end", PasswordEnd.REJECTED.word()).increment(count);
    }

    void tell(PasswordSettlement settlement) {
        switch (settlement) {
            case Ended over -> tellEnd(over);
            case Waits waits -> tellCause(waits);
        }
    }

    /** Once, as long as it is the same. */
    private void tellCause(Waits waits) {
        if (!waits.cause().equals(waits.password().cause())) {
            about(waits.password(), logger.atInfo())
                    .addKeyValue(LogKeys.OUTCOME, waits.held() ? "held" : "waits")
                    .addKeyValue(LogKeys.DETAIL, waits.cause())
                    .log("password");
        }
    }

    private void tellEnd(Ended over) {
        WaitingPassword password = over.password();
        Duration took = Duration.between(Filetime.instant(password.filetime()), clock.instant());
        PasswordMeter.ENDED.counter(meters, "end", over.end().word()).increment();
        if (over.end() == PasswordEnd.ACKNOWLEDGED) {
            latency.record(took.isNegative() ? Duration.ZERO : took);
        }
        boolean failed = over.end() == PasswordEnd.EXPIRED || over.end() == PasswordEnd.REJECTED;
        about(password, failed ? logger.atWarn() : logger.atInfo())
                .addKeyValue(LogKeys.OUTCOME, over.end().word())
                .addKeyValue(LogKeys.DETAIL, over.cause())
                .addKeyValue(LogKeys.MILLISECONDS, took.toMillis())
                .log("password");
    }

    /** Which, and nothing of what is sealed. */
    private static LoggingEventBuilder about(WaitingPassword password, LoggingEventBuilder line) {
        WaitingPassword.User user = password.user();
        return line.addKeyValue("eventId", password.id())
                .addKeyValue("sid", password.sid())
                .addKeyValue(
                        LogKeys.OBJECT_GUID,
                        user == null ? "" : user.objectGuid().toString())
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, password.controller())
                .addKeyValue("ft", password.filetime())
                .addKeyValue("kid", SealedEvent.keyId(password.sealed()))
                .addKeyValue("size", password.sealed().length());
    }
}
