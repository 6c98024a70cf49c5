package adsync.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Another Java program on this one's class path, whose lines are heard as they come. */
final class JavaProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 15;
    private static final List<String> LIKE_SERVICE = List.of(
            "-XX:+UseSerialGC",
            "-XX:NewRatio=1",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Thread reader;

    private JavaProcess(Process process, Consumer<String> heard) {
        this.process = process;
        reader = Thread.ofPlatform().daemon().name("output of " + process.pid()).start(() -> read(heard));
    }

    /** Runs a class of the tests. */
    static JavaProcess ofClass(String main, List<String> options, Consumer<String> heard) {
        return ofClass(main, options, "", heard);
    }

    /**
     * Runs a class of the tests.
     *
     * @param processors it may use, as {@code taskset -c} takes them; empty: those that we may use
     */
    static JavaProcess ofClass(String main, List<String> options, String processors, Consumer<String> heard) {
        List<String> line = new ArrayList<>(processors.isEmpty() ? List.of() : List.of("taskset", "-c", processors));
        line.addAll(line(System.getProperty("java.class.path"), options, main, List.of()));
        return start(new ProcessBuilder(line), heard);
    }

    /** Runs a class of the tests by a JVM with the options that the launcher gives to the service's. */
    static JavaProcess ofClassLikeService(String main, List<String> arguments, Consumer<String> heard) {
        return ofProgram(System.getProperty("java.class.path"), LIKE_SERVICE, main, arguments, heard);
    }

    /** Runs a program on a class path of its own. */
    static JavaProcess ofProgram(
            String classPath, List<String> options, String main, List<String> arguments, Consumer<String> heard) {
        return start(new ProcessBuilder(line(classPath, options, main, arguments)), heard);
    }

    private static List<String> line(String classPath, List<String> options, String main, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", classPath, main));
        line.addAll(arguments);
        return line;
    }

    /** Runs ADSync as it is delivered, by its launcher. */
    static JavaProcess ofLauncher(List<String> arguments, List<String> options, Consumer<String> heard) {
        List<String> line = new ArrayList<>(List.of("scripts/adsync"));
        line.addAll(arguments);
        var builder = new ProcessBuilder(line);
        builder.environment().put("ADSYNC_JAVA_OPTIONS", String.join(" ", options));
        return start(builder, heard);
    }

    private static JavaProcess start(ProcessBuilder builder, Consumer<String> heard) {
        try {
            Process started =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            return new JavaProcess(started, heard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Consumer<String> heard) {
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null) {
                heard.accept(line);
                line = output.readLine();
            }
        } catch (IOException e) {
            heard.accept(e.toString()); // a process that is being ended; whoever waits for a line says so
        }
    }

    /** Gives it a line to read. */
    void say(String line) {
        try {
            process.outputWriter().append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("no signal " + name + " to process " + process.pid());
        }
    }

    /** Has its JVM carry out a command of {@code jcmd}; the lines that it says. */
    Stream<String> command(String name) throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        name)
                .redirectErrorStream(true)
                .start();
        List<String> lines = command.inputReader().lines().toList();
        command.waitFor();
        return lines.stream();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Processor time so far, of all its threads. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory it ever had resident, in mebibytes; 0 where the system does not tell. */
    long peakMebibytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Waits until it has ended by itself, and all its lines were heard. */
    void awaitEnd(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("it did not end within " + longest);
        }
        reader.join();
    }

    /** Tells it to end and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
