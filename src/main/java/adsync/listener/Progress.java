package adsync.listener;

import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far an enumeration is: for the log every few seconds, for meters and health at any time. */
final class Progress {

    private static final Logger LOGGER = LoggerFactory.getLogger(Progress.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(5);

    private final Clock clock;
    private final Runnable moved;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private Instant begun = Instant.EPOCH;
    private Instant logged = Instant.EPOCH;
    private long doneAtBegin;

    /**
     * Nothing is enumerated yet.
     *
     * @param moved called when something that had not been read before is durable
     */
    Progress(String domain, Clock clock, MeterRegistry meters, Runnable moved) {
        this.clock = clock;
        this.moved = moved;
        ListenerMeter.LOAD_DONE.gauge(meters, done, AtomicLong::get, ListenerMeter.domain(domain));
        ListenerMeter.LOAD_TOTAL.gauge(meters, total, AtomicLong::get, ListenerMeter.domain(domain));
    }

    void begin(long doneBefore, long expected) {
        begun = clock.instant();
        logged = begun;
        doneAtBegin = doneBefore;
        done.set(doneBefore);
        total.set(expected);
        LOGGER.atInfo().addKeyValue(LogKeys.TOTAL, expected).log("enumeration begun");
    }

    /** It is known now how many there are. */
    void expect(long expected) {
        total.accumulateAndGet(expected, Math::max);
    }

    /**
     * Came to here.
     *
     * @param read whether the page held anything new
     */
    void walked(long walked, boolean read) {
        if (read) {
            moved.run();
        }
        done.set(walked);
        total.updateAndGet(expected -> expected == 0 ? 0 : Math.max(expected, walked));
        Instant now = clock.instant();
        if (Duration.between(logged, now).compareTo(LOG_EVERY) >= 0) {
            logged = now;
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.COUNT, walked)
                    .addKeyValue(LogKeys.TOTAL, total.get())
                    .addKeyValue(LogKeys.RATE_PER_SECOND, rate(now))
                    .addKeyValue(LogKeys.REMAINING_SECONDS, remaining(now).toSeconds())
                    .log("enumeration under way");
        }
    }

    void end() {
        Instant now = clock.instant();
        total.set(done.get());
        LOGGER.atInfo()
                .addKeyValue(LogKeys.COUNT, done.get())
                .addKeyValue(LogKeys.MILLISECONDS, Duration.between(begun, now).toMillis())
                .log("enumeration done");
    }

    /** How long it has been going on. */
    Duration elapsed() {
        return Duration.between(begun, clock.instant());
    }

    long done() {
        return done.get();
    }

    /** How many there will be; zero while nobody knows. */
    long total() {
        return total.get();
    }

    private long rate(Instant now) {
        long milliseconds = Math.max(1, Duration.between(begun, now).toMillis());
        return (done.get() - doneAtBegin) * 1000 / milliseconds;
    }

    /** How long it will still take at the present rate; zero if there is no telling. */
    Duration remaining(Instant now) {
        long rate = rate(now);
        return rate == 0 ? Duration.ZERO : Duration.ofSeconds(Math.max(0, total.get() - done.get()) / rate);
    }
}
