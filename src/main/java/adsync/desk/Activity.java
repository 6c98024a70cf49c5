package adsync.desk;

import adsync.journal.ChangeSettled;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many changes ended in each minute of the last hour, and how long they took, in a memory of fixed size. A duration is
 * known to a tenth of itself. For any thread.
 */
public final class Activity implements Consumer<ChangeSettled> {

    static final int MINUTES = 60;

    /** Bins of the histogram: eight for each doubling, from a millisecond to some days. */
    private static final int BINS_PER_DOUBLING = 8;

    private static final int BINS = 30 * BINS_PER_DOUBLING;

    private final Clock clock;
    private final Minute[] ring = new Minute[MINUTES];
    private Instant loadedAt = Instant.EPOCH;
    private boolean loaded;

    /** Nothing has happened yet. */
    public Activity(Clock clock) {
        this.clock = clock;
        for (int at = 0; at < MINUTES; at++) {
            ring[at] = new Minute(-1);
        }
    }

    /** What ended in one minute. */
    private static final class Minute {
        private final long number;
        private final int[] durations = new int[BINS];

        /** Without what was read as a whole before the directory was followed: it waits for its turn, not for us. */
        private final int[] followed = new int[BINS];

        private long shipped;
        private long waiting;
        private long others;

        Minute(long number) {
            this.number = number;
        }
    }

    /**
     * Told again and again how far it is: what is seen before everything has been read once is not counted among the delays of the
     * hour.
     */
    public synchronized void caughtUp(boolean complete) {
        if (!loaded) {
            loaded = complete;
            loadedAt = clock.instant();
        }
    }

    @Override
    public synchronized void accept(ChangeSettled settled) {
        Minute minute = minute(settled.settledAt().getEpochSecond() / 60);
        switch (settled.outcome()) {
            case SHIPPED -> {
                minute.shipped++;
                int bin = bin(settled.latency());
                minute.durations[bin]++;
                if (loaded && settled.origin().seenAt().isAfter(loadedAt)) {
                    minute.followed[bin]++;
                }
            }
            case PARKED, HELD -> minute.waiting++;
            case UNCHANGED, SUPERSEDED, FORGOTTEN, DROPPED, NOTED -> minute.others++;
            case POSTPONED -> {
                // not at its end
            }
        }
    }

    private Minute minute(long number) {
        int at = (int) Math.floorMod(number, (long) MINUTES);
        if (ring[at].number < number) {
            ring[at] = new Minute(number);
        }
        return ring[at];
    }

    /** How many were shipped a second, in the present minute and the one before it. */
    synchronized double shippedPerSecond() {
        long seconds = clock.instant().getEpochSecond();
        long now = seconds / 60;
        long shipped = 0;
        for (Minute minute : ring) {
            shipped += minute.number >= now - 1 && minute.number <= now ? minute.shipped : 0;
        }
        return shipped / (double) (60 + seconds % 60);
    }

    static int bin(Duration duration) {
        double doublings = Math.log((double) Math.max(1, duration.toMillis())) / Math.log(2);
        return Math.min(BINS - 1, (int) (doublings * BINS_PER_DOUBLING));
    }

    /** The upper end of a bin, in milliseconds. */
    static long milliseconds(int bin) {
        return Math.round(Math.pow(2, (bin + 1.0) / BINS_PER_DOUBLING));
    }

    /**
     * The last hour, the oldest minute first, the present one last: {@code minutes} (seconds since 1970), {@code shipped},
     * {@code waiting} (parked or held), {@code others} (unchanged, superseded, forgotten), {@code p50} and {@code p95} in
     * milliseconds, null where nothing was shipped; and the same over all of it below {@code hour}, where the delays are those of
     * changes that were seen since everything had been read once, and {@code loaded} is how many of the shipped are not among them.
     */
    public synchronized JsonObject json() {
        long now = clock.instant().getEpochSecond() / 60;
        List<Minute> minutes = new ArrayList<>();
        for (long number = now - MINUTES + 1; number <= now; number++) {
            Minute minute = ring[(int) Math.floorMod(number, (long) MINUTES)];
            minutes.add(minute.number == number ? minute : new Minute(number));
        }
        Minute hour = new Minute(now);
        JsonObject series = new JsonObject();
        for (Minute minute : minutes) {
            add(series, "minutes", minute.number * 60);
            add(series, "shipped", minute.shipped);
            add(series, "waiting", minute.waiting);
            add(series, "others", minute.others);
            add(series, "p50", quantile(minute.durations, 0.5));
            add(series, "p95", quantile(minute.durations, 0.95));
            hour.shipped += minute.shipped;
            hour.waiting += minute.waiting;
            hour.others += minute.others;
            for (int bin = 0; bin < BINS; bin++) {
                hour.followed[bin] += minute.followed[bin];
            }
        }
        return series.put(
                "hour",
                new JsonObject()
                        .put("shipped", hour.shipped)
                        .put("waiting", hour.waiting)
                        .put("others", hour.others)
                        .put(
                                "loaded",
                                hour.shipped - IntStream.of(hour.followed).sum())
                        .put("p50", quantile(hour.followed, 0.5))
                        .put("p95", quantile(hour.followed, 0.95)));
    }

    private static void add(JsonObject series, String name, @Nullable Object value) {
        if (!series.containsKey(name)) {
            series.put(name, new JsonArray());
        }
        series.getJsonArray(name).add(value);
    }

    private static @Nullable Long quantile(int[] durations, double share) {
        long all = 0;
        for (int count : durations) {
            all += count;
        }
        long below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            below += durations[bin];
            if (all > 0 && below >= share * all) {
                return milliseconds(bin);
            }
        }
        return null;
    }
}
