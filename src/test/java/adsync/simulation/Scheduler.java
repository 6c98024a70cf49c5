package adsync.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Decides what runs next. As long as anything can run, time stands; then it moves on to the next alarm. Of lanes that can run, chance
 * takes one.
 */
final class Scheduler extends Clock {

    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    /** So much cannot be done in no time: somebody goes in a circle without ever waiting. */
    private static final int MOST_AT_ONCE = 200_000;

    private final Random random;
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparing(Alarm::due).thenComparingLong(Alarm::number));
    private final List<Lane> ready = new ArrayList<>();
    private Instant now = BEGIN;
    private long number;
    private int atOnce;
    private long steps;
    private @Nullable Lane running;
    private final Thread own = Thread.currentThread();
    private volatile @Nullable Thread stranger;

    Scheduler(Random random) {
        this.random = random;
    }

    /** Something that is to happen at a time. */
    record Alarm(Instant due, long number, Runnable action) {}

    /** Lets it happen after a while, on nobody's lane. */
    Alarm after(Duration wait, Runnable action) {
        Alarm alarm = new Alarm(now.plus(wait), ++number, action);
        alarms.add(alarm);
        return alarm;
    }

    void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** A lane has something to do. */
    void ready(Lane lane) {
        ready.add(lane);
    }

    /** The lane that is being run; null between them. */
    @Nullable Lane running() {
        return running;
    }

    /**
     * Whether neither the simulation's own thread nor one that it carries calls: the JVM's, after a thread had to wait for a monitor
     * that something outside of the simulation held. No seed would repeat what comes of it; the next step fails.
     */
    boolean isStranger() {
        Thread caller = Thread.currentThread();
        if (caller == own || caller.isVirtual()) {
            return false;
        }
        stranger = caller;
        return true;
    }

    /** Takes one step. */
    void step() {
        Thread disturber = stranger;
        if (disturber != null) {
            throw new AssertionError("not of the seed's making: disturbed by " + disturber);
        }
        steps++;
        if (!ready.isEmpty()) {
            if (++atOnce > MOST_AT_ONCE) {
                throw new AssertionError("no end at " + now + ": " + ready);
            }
            run(random.nextInt(ready.size()));
            return;
        }
        atOnce = 0;
        Alarm next = alarms.poll();
        if (next == null) {
            throw new AssertionError("nothing will ever happen again");
        }
        now = next.due();
        next.action().run();
    }

    private void run(int index) {
        Lane lane = ready.get(index);
        Runnable task = lane.take();
        if (lane.isEmpty()) {
            ready.set(index, ready.getLast());
            ready.removeLast();
        }
        running = lane;
        try {
            task.run();
        } finally {
            running = null;
        }
    }

    /** Runs what can run at once on some lanes, and nothing else. */
    void unwind(List<Lane> dying) {
        boolean any = true;
        while (any) {
            any = false;
            for (int index = ready.size() - 1; index >= 0; index--) {
                if (index < ready.size() && dying.contains(ready.get(index))) {
                    run(index);
                    any = true;
                }
            }
        }
    }

    /** A lane has lost all that it had to do. */
    void forget(Lane lane) {
        ready.remove(lane);
    }

    /** How many steps were taken. */
    long steps() {
        return steps;
    }

    /** A random time. */
    Duration within(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
