package adsync.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs many schedules, in a process for each processor. Threads of one JVM would wait for each other now and then, at the latest where
 * a class is loaded, and what came of that no seed could repeat.
 */
final class SideBySide {

    private final AtomicLong well = new AtomicLong();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final List<Process> parts = new CopyOnWriteArrayList<>();

    private SideBySide() {}

    /**
     * Runs them until one fails.
     *
     * @param ended told how many have ended well
     * @throws AssertionError with seed, what is wrong, and what happened until then
     */
    static void run(long firstSeed, long count, LongConsumer ended) {
        new SideBySide().all(firstSeed, firstSeed + count, ended);
    }

    private void all(long firstSeed, long end, LongConsumer ended) {
        int step = Runtime.getRuntime().availableProcessors();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> parts.forEach(Process::destroy), "simulation-exit"));
        try {
            for (int part = 0; part < step; part++) {
                parts.add(start(firstSeed + part, end, step));
            }
            List<Thread> readers = parts.stream()
                    .map(part -> Thread.ofPlatform().start(() -> read(part, ended)))
                    .toList();
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            parts.forEach(Process::destroy);
        }
        String first = failure.get();
        if (first != null) {
            throw new AssertionError(first);
        }
        if (well.get() != end - firstSeed) {
            throw new AssertionError(well + " of " + (end - firstSeed) + " schedules were run");
        }
    }

    private static Process start(long seed, long end, int step) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", // the thorough compiler costs a half more than it saves
                        "-XX:+UseSerialGC",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dadsync.simulation.log=" + System.getProperty("adsync.simulation.log", "OFF"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Schedules.class.getName(),
                        Long.toString(seed),
                        Long.toString(end),
                        Integer.toString(step))
                .redirectErrorStream(true)
                .start();
    }

    /** Whatever else it prints is what is wrong, if something is. */
    private void read(Process part, LongConsumer ended) {
        var said = new StringBuilder();
        try (var reader = new BufferedReader(new InputStreamReader(part.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.equals(Schedules.ENDED_WELL)) {
                    ended.accept(well.incrementAndGet());
                } else {
                    said.append(line).append('\n');
                }
            }
            if (part.waitFor() != 0 && failure.compareAndSet(null, said.toString())) {
                parts.forEach(Process::destroy);
            }
        } catch (IOException e) {
            failure.compareAndSet(null, "its output ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
