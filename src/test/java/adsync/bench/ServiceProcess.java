package adsync.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ADSync as it is delivered, in a process of its own with 128 MB of heap; followed by its log, which it writes anyway. */
final class ServiceProcess implements AutoCloseable {

    /** The last line of a histogram: how many objects live, and their octets. */
    private static final Pattern LIVING = Pattern.compile("^Total +[0-9]+ +([0-9]+)");

    private static final List<String> OPTIONS = List.of("-Xmx128m");

    private final Map<String, Moment> first = new ConcurrentHashMap<>();
    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final long launched = System.nanoTime();
    private final Consumer<String> change;
    private final JavaProcess process;
    private volatile long lastChange = launched;

    /** When a line was first seen, and how much processor time had been used by then. */
    record Moment(long nanos, Duration processorTime) {}

    private ServiceProcess(Path configuration, List<String> more, Consumer<String> change) {
        this.change = change;
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(more);
        process = JavaProcess.ofLauncher(List.of("run", "--config", configuration.toString()), options, this::heard);
    }

    /**
     * Starts it.
     *
     * @param more options for its JVM
     * @param change told of each line about a change, on another thread
     */
    static ServiceProcess start(Path configuration, List<String> more, Consumer<String> change) {
        return new ServiceProcess(configuration, more, change);
    }

    private void heard(String line) {
        if (line.contains("\"message\":\"change\"")) {
            lastChange = System.nanoTime();
            changes.incrementAndGet();
            change.accept(line);
            return;
        }
        if (line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\"")) {
            System.err.println(line);
        }
        int at = line.indexOf("\"message\":\"");
        if (at >= 0) {
            String message = line.substring(at + 11, line.indexOf('"', at + 11));
            JavaProcess running = process;
            if (running != null) {
                first.putIfAbsent(message, new Moment(System.nanoTime(), running.processorTime()));
            }
            times.merge(message, 1, Integer::sum);
            latch(message).countDown();
        }
    }

    private CountDownLatch latch(String message) {
        return awaited.computeIfAbsent(message, key -> new CountDownLatch(1));
    }

    /** Waits until a message was logged, and tells when that was. */
    Moment await(String message, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!latch(message).await(100, TimeUnit.MILLISECONDS) && alive() && System.nanoTime() < end) {
            // it may end without a word
        }
        if (latch(message).getCount() > 0) {
            throw new IllegalStateException("the service did not log '" + message + "' within " + longest
                    + (process.alive() ? "" : "; it ended"));
        }
        return first.getOrDefault(message, new Moment(launched, Duration.ZERO));
    }

    /** How often a message was logged so far. */
    int times(String message) {
        return times.getOrDefault(message, 0);
    }

    /** How many lines about changes there were so far. */
    int changes() {
        return changes.get();
    }

    /** When the last line about a change came, by {@link System#nanoTime}. */
    long lastChange() {
        return lastChange;
    }

    /** When it was launched, by {@link System#nanoTime}. */
    long launched() {
        return launched;
    }

    boolean alive() {
        return process.alive();
    }

    Duration processorTime() {
        return process.processorTime();
    }

    long peakMebibytes() {
        return process.peakMebibytes();
    }

    /** Mebibytes of the objects that live: those that a full collection, which is done for it, leaves, and nothing that came after it. */
    double heapInUse() throws IOException, InterruptedException {
        return process.command("GC.class_histogram")
                .map(LIVING::matcher)
                .filter(Matcher::find)
                .mapToDouble(living -> Long.parseLong(living.group(1)) / 1024.0 / 1024.0)
                .sum();
    }

    /** Lets it stand still, whatever it is doing. */
    void freeze() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    /** Lets it go on. */
    void thaw() throws IOException, InterruptedException {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.close();
    }
}
