package adsync.testing;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** ADSync as a process of its own, which can be killed. Its log lines are kept. It is killed when this JVM ends. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread atExit;

    private ServiceProcess(Process process) {
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly, "service-process-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        // Not virtual: a read from a pipe keeps its carrier, and a small machine has two.
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts {@code adsync run} with a configuration file and these options of the JVM. */
    public static ServiceProcess start(Path configuration, String... options) {
        return start(configuration, Map.of(), options);
    }

    /** The same, with more variables in its environment. */
    public static ServiceProcess start(Path configuration, Map<String, String> environment, String... options) {
        List<String> all = new ArrayList<>(List.of("-Xmx128m"));
        all.addAll(List.of(options));
        String launcher = System.getProperty("adsync.launcher");
        List<String> command = new ArrayList<>(launcher == null ? fromClasses(all) : List.of(launcher));
        command.addAll(List.of("run", "--config", configuration.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Redirect.PIPE);
        builder.environment().putAll(environment);
        builder.environment().put("ADSYNC_JAVA_OPTIONS", String.join(" ", all));
        try {
            return new ServiceProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the launcher would start, where the tests run from the classes alone. */
    private static List<String> fromClasses(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "adsync.cli.Main"));
        return command;
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output ended: " + e.getMessage());
        }
    }

    /** Waits until the log says it has started. */
    public ServiceProcess awaitStarted() {
        await().atMost(START).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the service ended: " + lines);
            }
            return lines.stream().anyMatch(line -> line.contains("\"message\":\"started\""));
        });
        return this;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Its log lines with this message. A line that a kill cut off is none. */
    public List<JsonObject> logged(String message) {
        return lines.stream()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(JsonObject::new)
                .filter(line -> message.equals(line.getString("message")))
                .toList();
    }

    /** SIGKILL: no shutdown hook runs. Blocks until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Blocks until it has ended by itself. */
    public void awaitEnd() {
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
