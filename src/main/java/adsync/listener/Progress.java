package adsync.listener;

import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** How far an enumeration is: for the log every few seconds, for meters and health at any time. */
final class Progress {

    private static final Logger LOGGER = LoggerFactory.getLogger(Progress.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(5);

    private final Clock clock;
    private final Runnable moved;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private volatile Instant begun = Instant.EPOCH;
    private volatile long doneAtBegin;
    private volatile boolean running;
    private Instant logged = Instant.EPOCH;

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
        ListenerMeter.LOAD_RATE.gauge(
                meters, this, told -> told.running ? told.rate(clock.instant()) : 0, ListenerMeter.domain(domain));
        ListenerMeter.LOAD_REMAINING.gauge(meters, this, Progress::remainingSeconds, ListenerMeter.domain(domain));
    }

    void begin(long doneBefore, long expected) {
        begun = clock.instant();
        logged = begun;
        doneAtBegin = doneBefore;
        done.set(doneBefore);
        total.set(expected);
        running = true;
        withTotal(LOGGER.atInfo()).log("enumeration begun");
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
            LoggingEventBuilder line = withTotal(LOGGER.atInfo().addKeyValue(LogKeys.COUNT, walked))
                    .addKeyValue(LogKeys.RATE_PER_SECOND, rate(now));
            remaining(now)
                    .map(left -> line.addKeyValue(LogKeys.REMAINING_SECONDS, left.toSeconds()))
                    .orElse(line)
                    .log("enumeration under way");
        }
    }

    void end() {
        Instant now = clock.instant();
        running = false;
        total.set(done.get());
        LOGGER.atInfo()
                .addKeyValue(LogKeys.COUNT, done.get())
                .addKeyValue(LogKeys.MILLISECONDS, Duration.between(begun, now).toMillis())
                .addKeyValue(LogKeys.RATE_PER_SECOND, rate(now))
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

    /** How long it will still take at the present rate; empty if there is no telling. */
    Optional<Duration> remaining(Instant now) {
        long rate = rate(now);
        return rate == 0 || total.get() == 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.max(0, total.get() - done.get()) / rate));
    }

    private double remainingSeconds() {
        return running
                ? remaining(clock.instant())
                        .map(left -> (double) left.toSeconds())
                        .orElse(Double.NaN)
                : 0;
    }

    private LoggingEventBuilder withTotal(LoggingEventBuilder line) {
        return total.get() == 0 ? line : line.addKeyValue(LogKeys.TOTAL, total.get());
    }
}
