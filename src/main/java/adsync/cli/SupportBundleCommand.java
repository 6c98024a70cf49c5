package adsync.cli;

import adsync.config.Configuration;
import adsync.config.EffectiveConfiguration;
import adsync.control.ControlFile;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.Journals;
import adsync.observe.FailureWords;
import adsync.observe.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync support-bundle}: what somebody who helps from afar wants to see. */
@Command(
        name = "support-bundle",
        description = {
            "Puts what somebody who helps from afar wants to see into one file.",
            "It is a .tar.gz that only this account can read: versions, configuration without secrets, health, metrics, journal statistics, and the logs of systemd and --log. Every part is searched for secrets and keys first; if one is found, nothing is written and the place is told. Logs name people: send the file to nobody but who helps."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync support-bundle",
            "         adsync support-bundle --log /var/log/adsync.log -o /tmp/bundle.tar.gz",
            "Exit code 0 if it was written; 1 if a secret was found in it; 2 if it cannot be written."
        })
final class SupportBundleCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_OF_A_LOG = 10 << 20;

    private static final String NO_LOG = "logs-missing.txt";
    private static final String WITHOUT_LOG =
            "No log of the service was found: systemd has none, or this account may not read it. The service logs to standard"
                    + " output; give the file that it goes to with  --log FILE";

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the file to write; it must not be there yet (default: adsync-support-TIME.tar.gz)")
    private @Nullable Path output;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "a log file of the service, of which the end is taken; several times for several")
    private List<Path> logs = List.of();

    @Option(names = "--json", description = "print what was written as a JSON object")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        EffectiveConfiguration effective = file.effective();
        Instant now = Clock.systemUTC().instant();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        Optional<String> unreadable = collectLogs(parts);
        if (unreadable.isPresent()) {
            return ended(ExitCode.UNUSABLE, unreadable.get());
        }
        Terminal.Shown shown = Terminal.showing(
                specification.commandLine().getErr(), () -> new Progress.State("collecting parts", parts.size(), 0));
        try {
            collect(effective, now, parts);
            SecretScan scan = SecretScan.of(effective);
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                Optional<String> place = scan.find(part.getValue());
                if (place.isPresent()) {
                    return ended(
                            ExitCode.NOT_WELL,
                            "nothing was written: in " + part.getKey() + ", " + place.get()
                                    + "; to mend it: remove it there, or leave that log out");
                }
            }
        } finally {
            shown.close();
        }
        return write(parts, now);
    }

    /** What --log names; or which of them cannot be read, and why. */
    private Optional<String> collectLogs(Map<String, byte[]> parts) {
        for (int number = 0; number < logs.size(); number++) {
            Path log = logs.get(number);
            try {
                parts.put("logs/" + (number + 1) + "-" + log.getFileName(), end(log));
            } catch (IOException e) {
                return Optional.of(log + " cannot be read: " + FailureWords.of(e)
                        + "; to mend it: name a file that this account can read, or leave --log out");
            }
        }
        return Optional.empty();
    }

    private int write(Map<String, byte[]> parts, Instant now) throws IOException {
        Path target = (output == null
                        ? Path.of("adsync-support-"
                                + now.toString().replaceAll("\\..*", "").replaceAll("[^0-9T]", "") + ".tar.gz")
                        : output)
                .toAbsolutePath();
        byte[] octets = Tar.zipped(parts, now);
        boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] permissions = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (var channel = Files.newByteChannel(
                target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions)) {
            var buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                int unused = channel.write(buffer);
            }
        } catch (FileAlreadyExistsException e) {
            return ended(ExitCode.UNUSABLE, target + " is there already; to mend it: give --output another name");
        } catch (IOException e) {
            return ended(ExitCode.UNUSABLE, target + " cannot be written: " + FailureWords.of(e));
        }
        var out = specification.commandLine().getOut();
        out.println(
                json
                        ? new JsonObject()
                                .put("file", target.toString())
                                .put("octets", octets.length)
                                .put("parts", new JsonArray(List.copyOf(parts.keySet())))
                                .encodePrettily()
                        : target + ": " + String.join(", ", parts.keySet()));
        out.flush();
        if (parts.containsKey(NO_LOG)) {
            specification.commandLine().getErr().println("adsync: warning: " + WITHOUT_LOG);
        }
        return ExitCode.OK;
    }

    private int ended(int code, String why) {
        specification.commandLine().getErr().println("adsync: " + why);
        return code;
    }

    private void collect(EffectiveConfiguration effective, Instant now, Map<String, byte[]> parts)
            throws InterruptedException {
        Configuration configuration = effective.configuration();
        parts.put("versions.json", octets(versions(now)));
        parts.put("configuration.json", octets(ConfigCommand.json(effective)));
        JsonArray warnings = new JsonArray();
        configuration.warnings().forEach(warning -> warnings.add(warning.toString()));
        parts.put("warnings.json", octets(new JsonObject().put("warnings", warnings)));
        Optional<ControlFile> running = running(configuration);
        if (running.isPresent()) {
            URI address = URI.create(running.get().url());
            parts.put("health.json", fetched(address.resolve("/health/ready")));
            parts.put("metrics.txt", fetched(address.resolve("/metrics")));
        } else {
            parts.put("journal.json", octets(journal(configuration)));
        }
        ofTheSystem().ifPresent(log -> parts.put("logs/journald.log", log));
        if (parts.keySet().stream().noneMatch(part -> part.startsWith("logs/"))) {
            parts.put(NO_LOG, (WITHOUT_LOG + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Another account's is none for us; the journal then says so. */
    private static Optional<ControlFile> running(Configuration configuration) {
        try {
            return ControlFile.read(configuration.state());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] octets(JsonObject json) {
        return (json.encodePrettily() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject versions(Instant now) {
        return new JsonObject()
                .put("at", now.toString())
                .put("adsync", VersionCommand.version())
                .put("java", Runtime.version().toString())
                .put("vendor", System.getProperty("java.vendor"))
                .put(
                        "system",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors());
    }

    /** Or why it could not be had, which is worth knowing too. */
    private static byte[] fetched(URI address) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            return client.send(
                            HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            return ("no answer: " + FailureWords.of(e) + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    private static JsonObject journal(Configuration configuration) {
        if (!Journals.exist(configuration.state())) {
            return new JsonObject().put("journal", "none yet");
        }
        Vertx vertx = Vertx.vertx();
        try {
            Journal journal = Journals.open(vertx, configuration.state(), Clock.systemUTC(), new SimpleMeterRegistry())
                    .await();
            try {
                return new JsonObject()
                        .put("statistics", String.valueOf(journal.statistics().await()));
            } finally {
                journal.close().await();
            }
        } catch (JournalException e) {
            return new JsonObject().put("journal", String.valueOf(e.getMessage()));
        } finally {
            vertx.close().await();
        }
    }

    private static byte[] end(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log);
                InputStream in = Channels.newInputStream(channel)) {
            channel.position(Math.max(0, channel.size() - MOST_OF_A_LOG));
            return in.readNBytes(MOST_OF_A_LOG);
        }
    }

    /** The last octets, which are the newest lines. */
    static byte[] end(InputStream in, int most) throws IOException {
        var last = new ByteArrayOutputStream();
        byte[] before = {};
        for (byte[] next = in.readNBytes(most); next.length > 0; next = in.readNBytes(most)) {
            int kept = Math.min(before.length, most - next.length);
            last.reset();
            last.write(before, before.length - kept, kept);
            last.write(next);
            before = last.toByteArray();
        }
        return before;
    }

    /** What systemd keeps of the service; there may be no systemd, or none that this account may ask. */
    private static Optional<byte[]> ofTheSystem() throws InterruptedException {
        try {
            Process journal = new ProcessBuilder(
                            "journalctl", "--unit=adsync", "--since=-2d", "--lines=20000", "--no-pager", "--quiet")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] text;
            try (InputStream told = journal.getInputStream()) {
                text = end(told, MOST_OF_A_LOG);
            }
            boolean ended = journal.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return ended && text.length > 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
