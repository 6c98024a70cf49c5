package adsync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * ADSync as a process of its own, as an administrator starts it. It does not outlive the tests: {@link #close} kills it, and
 * so does a guard when the JVM of the tests is gone without a word. Safe for any thread.
 */
public final class Adsync implements AutoCloseable {

    private static final Duration SOON = Duration.ofMinutes(3);

    /** A test of a class path that must not be the program's: it has another log configuration. */
    private static final String ONLY_OF_TESTS = "logback-test.xml";

    private static final int MEMORY_WARNED_ABOUT_FROM = 23;
    private static final Pattern STARVED = Pattern.compile("Thread vert\\.x-\\S+ has been blocked for");

    private final Process process;
    private final Process guard;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private Adsync(Process process, Process guard) {
        this.process = process;
        this.guard = guard;
        // Not virtual: a read from a pipe keeps its carrier, and a small machine has two, so that a second process is
        // not read at all.
        outReader = Thread.ofPlatform().daemon().start(() -> read(process.inputReader(UTF_8), out));
        errReader = Thread.ofPlatform().daemon().start(() -> read(process.errorReader(UTF_8), err));
    }

    /** What a command that came to its end left behind. */
    public record Ended(int exitCode, List<String> out, List<String> err) {

        /** All that was printed, for a failed assertion. */
        @Override
        public String toString() {
            return "exit code " + exitCode + "\n"
                    + Stream.of(out, err).flatMap(List::stream).collect(Collectors.joining("\n"));
        }
    }

    /** Starts a command and returns at once. */
    public static Adsync start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /** Starts a command with more variables in its environment. */
    public static Adsync start(Map<String, String> environment, String... arguments) {
        return start(environment, command(arguments));
    }

    /** The same where no disk is known to be mounted, as in a root that is an ordinary folder. Needs the right to mount. */
    public static Adsync startWithoutMounts(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "sh", "-c", "mount --bind /dev/null /proc/$$/mounts && exec \"$@\"", "sh"));
        command.addAll(command(arguments));
        return start(environment, command);
    }

    private static Adsync start(Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            // Reads nothing but the end of our life; told a line, it ends without doing anything.
            Process guard =
                    new ProcessBuilder("sh", "-c", "read line || kill -9 \"$0\"", Long.toString(process.pid())).start();
            return new Adsync(process, guard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an administrator's shell would start; where the tests run from the classes alone, what the launcher would. */
    static List<String> command(String... arguments) {
        String launcher = System.getProperty("adsync.launcher");
        List<String> command = new ArrayList<>(launcher == null ? fromClasses() : List.of(launcher));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> fromClasses() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                classPath(),
                "adsync.cli.Main"));
        if (Runtime.version().feature() >= MEMORY_WARNED_ABOUT_FROM) {
            command.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        command.add(1, "--enable-native-access=ALL-UNNAMED");
        return command;
    }

    /** Runs a command to its end. */
    public static Ended run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command to its end with more variables in its environment. */
    public static Ended run(Map<String, String> environment, String... arguments) {
        try (Adsync adsync = start(environment, arguments)) {
            return adsync.end(SOON);
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Files.notExists(Path.of(entry, ONLY_OF_TESTS)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void read(BufferedReader from, List<String> to) {
        try (from) {
            from.lines().forEach(to::add);
        } catch (IOException | UncheckedIOException e) {
            to.add("(the stream was closed)");
        }
    }

    /** The lines of standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** The lines of standard error so far, but for what Vert.x says of a machine that gives its threads no time. */
    public List<String> err() {
        return err.stream().filter(line -> !STARVED.matcher(line).find()).toList();
    }

    /** Types lines into its standard input. */
    public Adsync type(String... lines) {
        var input = process.outputWriter(UTF_8);
        try {
            for (String line : lines) {
                input.write(line);
                input.newLine();
            }
            input.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends its standard input. */
    public Adsync typeNoMore() {
        try {
            process.outputWriter(UTF_8).close();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line on standard output; fails at once if the process ends without it. */
    public String awaitOut(Predicate<String> wanted) {
        await().atMost(SOON)
                .failFast(
                        "it ended: " + out + err, () -> ended() && find(wanted).isEmpty())
                .until(() -> find(wanted).isPresent());
        return find(wanted).orElseThrow();
    }

    private boolean ended() {
        return !process.isAlive() && !outReader.isAlive();
    }

    private Optional<String> find(Predicate<String> wanted) {
        return out.stream().filter(wanted).findFirst();
    }

    /** Whether it runs. */
    public boolean runs() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    public Adsync terminate() {
        process.toHandle().destroy(); // Process.destroy closes the streams, and the last lines with them
        return this;
    }

    /** Of the process, for a look into it. */
    public long pid() {
        return process.pid();
    }

    /** Sends SIGSTOP: connections are still taken, by the system, and nobody answers. */
    public void suspend() {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("no SIG" + name + " to " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        end(SOON);
    }

    /** Waits for its end, at most that long. */
    public Ended end(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it still runs after " + atMost + ": " + out + err);
            }
            outReader.join();
            errReader.join();
            return new Ended(process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            try (var release = guard.outputWriter(UTF_8)) {
                release.write("\n");
            }
            guard.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
