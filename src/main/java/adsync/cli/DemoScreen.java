package adsync.cli;

import adsync.app.Daemon;
import adsync.journal.ChangeSettled;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.JournalStatistics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What the demo prints. Told of outcomes on an event loop, asked for summaries by the demo; both may print. */
final class DemoScreen {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final Duration SUMMARY_EVERY = Duration.ofSeconds(5);
    private static final long POLL_MILLISECONDS = 100;
    private static final int MOST_TOLD = 5;

    /** As long as the last changes may take; what is held then waits for a person. */
    private static final Duration NOTHING_MORE = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final Clock clock;
    private final boolean talkative;
    private final Supplier<List<String>> differences;
    private final AtomicLong shipped = new AtomicLong();
    private final AtomicLong parked = new AtomicLong();
    private final Timer latency = Timer.builder("demo")
            .publishPercentiles(0.5, 0.99)
            .distributionStatisticExpiry(Duration.ofDays(1))
            .register(new SimpleMeterRegistry());
    private volatile boolean loaded;
    private Instant summarized = Instant.EPOCH;

    /**
     * Prints nothing yet.
     *
     * @param differences between directory and provider, in words
     */
    DemoScreen(PrintWriter out, Clock clock, boolean talkative, Supplier<List<String>> differences) {
        this.out = out;
        this.clock = clock;
        this.talkative = talkative;
        this.differences = differences;
    }

    void line(String text) {
        if (talkative) {
            synchronized (out) {
                out.println(text);
                out.flush();
            }
        }
    }

    /** Something was done to the directory. */
    void happened(String what) {
        line(now() + "  directory  " + what);
    }

    /** A change has its outcome. */
    void settled(ChangeSettled change) {
        if (change.outcome() == Outcome.SHIPPED) {
            shipped.incrementAndGet();
        } else if (change.outcome() == Outcome.PARKED) {
            parked.incrementAndGet();
        }
        if (!loaded) {
            return;
        }
        if (change.outcome() == Outcome.SHIPPED) {
            latency.record(change.latency());
        }
        line(now() + "  provider   " + outcome(change));
    }

    /** What became of a change, and why, unless it was shipped. */
    static String outcome(ChangeSettled change) {
        String name = change.dn().substring(change.dn().indexOf('=') + 1).split("(?<!\\\\),", 2)[0];
        return "%-10s %s %s%s%s (%d ms, %s)"
                .formatted(
                        change.outcome().word(),
                        change.kind().word(),
                        name,
                        change.status() == 0 ? "" : " HTTP " + change.status(),
                        change.detail().isEmpty() ? "" : ": " + change.detail(),
                        change.latency().toMillis(),
                        change.correlationId());
    }

    /** Something else worth telling. */
    void told(String text) {
        line(now() + "  " + text);
    }

    private String now() {
        return LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault()).format(TIME);
    }

    /** Waits until the people who were there from the start are at the provider. */
    void loading(Daemon daemon, int users, CountDownLatch interrupted) throws InterruptedException {
        long begun = System.nanoTime();
        JournalStatistics now = daemon.statistics();
        long told = 0;
        while (now.links() + now.parked() < users || now.outbox() > 0) {
            long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            if (passed / 1000 > told) {
                told = passed / 1000;
                line("%s  loading    %d of %d people are at the provider".formatted(now(), now.links(), users));
            }
            if (interrupted.await(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                break;
            }
            now = daemon.statistics();
        }
        double took = (System.nanoTime() - begun) / 1e9;
        line(String.format(
                Locale.ROOT,
                "%s  loaded     %d people in %.1f s (%.0f a second)",
                now(),
                now.links(),
                took,
                now.links() / took));
        loaded = true;
    }

    /** Waits until provider and directory are equal and nothing is pending; returns whether that came in time. */
    boolean catchUp(Supplier<JournalStatistics> journal, Duration longest) throws InterruptedException {
        long begun = System.nanoTime();
        long end = begun + longest.toNanos();
        List<String> left = differences.get();
        while (!left.isEmpty() || journal.get().outbox() > 0) {
            boolean askedFor = journal.get().held() > 0 && System.nanoTime() - begun > NOTHING_MORE.toNanos();
            if (askedFor) {
                told(journal.get().held()
                        + " people wait until somebody approves: that is too many changes of a kind at once");
            }
            if (askedFor || System.nanoTime() > end) {
                left.stream().limit(MOST_TOLD).forEach(this::told);
                told(left.size() + " differences between directory and provider");
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
            left = differences.get();
        }
        return journal.get().parked() == 0;
    }

    private String latency() {
        HistogramSnapshot snapshot = latency.takeSnapshot();
        ValueAtPercentile[] percentiles = snapshot.percentileValues();
        return snapshot.count() == 0
                ? "not measured yet"
                : String.format(
                        Locale.ROOT,
                        "p50 %.0f ms, p99 %.0f ms",
                        percentiles[0].value(TimeUnit.MILLISECONDS),
                        percentiles[1].value(TimeUnit.MILLISECONDS));
    }

    /** The live summary, every few seconds, and at the end. */
    void summary(JournalStatistics journal, boolean last) {
        Instant now = clock.instant();
        if (!last && Duration.between(summarized, now).compareTo(SUMMARY_EVERY) < 0) {
            return;
        }
        summarized = now;
        String text = String.format(
                Locale.ROOT,
                "%s: %d pending, %d shipped, %d parked, %d people; change to acknowledgement %s",
                last ? "summary" : "-- so far",
                journal.outbox(),
                shipped.get(),
                parked.get(),
                journal.objects(),
                latency());
        synchronized (out) {
            if (talkative || last) {
                out.println(text);
                out.flush();
            }
        }
    }
}
