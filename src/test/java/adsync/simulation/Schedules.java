package adsync.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs schedules, one after the other or some side by side: they share nothing. */
final class Schedules implements AutoCloseable {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("adsync");

    private final List<StateFolders> folders = new ArrayList<>();
    private final @Nullable Level level = LOGGER.getLevel();

    /**
     * Prepares them. What breaks is told in the trace, so that ADSync logs nothing unless {@code -Dadsync.simulation.log} says so.
     *
     * @param sideBySide how many are run at once
     */
    Schedules(int sideBySide) {
        LOGGER.setLevel(Level.valueOf(System.getProperty("adsync.simulation.log", "OFF")));
        for (int number = 0; number < sideBySide; number++) {
            folders.add(new StateFolders());
        }
    }

    /**
     * Runs one.
     *
     * @return what happened
     * @throws AssertionError with seed, what is wrong, and what happened until then
     */
    List<String> run(long seed) {
        return run(seed, folders.getFirst());
    }

    private static List<String> run(long seed, StateFolders folders) {
        var simulation = new Simulation(seed, folders);
        try {
            simulation.run();
            return simulation.trace().lines();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "scripts/simulate --schedules 1 --seed " + seed + "\n" + e.getMessage() + "\n"
                            + String.join("\n", simulation.trace().lines()),
                    e);
        }
    }

    /**
     * Runs many, until one fails.
     *
     * @param ended told how many have ended well
     */
    void run(long firstSeed, long count, LongConsumer ended) {
        var next = new AtomicLong();
        var well = new AtomicLong();
        var failure = new AtomicReference<@Nullable Throwable>();
        List<Thread> threads = folders.stream()
                .map(folder -> Thread.ofPlatform().start(() -> {
                    for (long one = next.getAndIncrement();
                            one < count && failure.get() == null;
                            one = next.getAndIncrement()) {
                        try {
                            run(firstSeed + one, folder);
                            ended.accept(well.incrementAndGet());
                        } catch (RuntimeException | Error e) {
                            failure.compareAndSet(null, e);
                        }
                    }
                }))
                .toList();
        threads.forEach(Schedules::await);
        Throwable first = failure.get();
        if (first != null) {
            throw new AssertionError(first.getMessage(), first);
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        LOGGER.setLevel(level);
        folders.forEach(StateFolders::close);
    }
}
