package adsync.testing;

import adsync.app.Daemon;
import adsync.config.Configuration;
import adsync.embedded.EmbeddedDirectory;
import adsync.journal.ChangeSettled;
import adsync.journal.JournalStatistics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** ADSync running in this process, configured by a file as an administrator writes it. Safe for any thread. */
public final class Service implements AutoCloseable {

    /** For the configuration file: however many harmful changes come at once, they pass. */
    public static final String UNGUARDED = """
            guard:
              grace: 0s
              delete: {count: off, percent: off}
              disable: {count: off, percent: off}
              leaveScope: {count: off, percent: off}
              services: {count: off, percent: off}
              members: {count: off, percent: off}
              rename: {count: off, percent: off}""";

    private final Daemon daemon;
    private final List<ChangeSettled> settled;

    private Service(Daemon daemon, List<ChangeSettled> settled) {
        this.daemon = daemon;
        this.settled = settled;
    }

    /** Starts it with this configuration file; a first load is not asked for. */
    public static Service start(Path file) {
        return start(file, true);
    }

    /**
     * Starts it with this configuration file.
     *
     * @param unasked as with {@code --yes}
     */
    public static Service start(Path file, boolean unasked) {
        List<ChangeSettled> settled = new CopyOnWriteArrayList<>();
        Daemon daemon = Daemon.start(Configuration.load(file, Map.of()), unasked, Clock.systemUTC(), settled::add);
        return new Service(daemon, settled);
    }

    /**
     * Writes a configuration file.
     *
     * @param folder of the file and of the journal
     * @param directory the keys below {@code directory:}
     * @param provider the SCIM server, or a proxy before it
     * @param more further lines at the top level
     */
    public static Path configuration(Path folder, String directory, ScimServer provider, String url, String... more) {
        String text = """
                organization: contoso
                directory:
                %s
                provider:
                  url: %s
                  user: %s
                  password: %s
                  timeout: 5s
                state: %s
                listen: 127.0.0.1:0
                %s
                """.formatted(
                        directory.indent(2).stripTrailing(),
                        url,
                        provider.userName(),
                        provider.password(),
                        folder.resolve("state"),
                        String.join("\n", more));
        try {
            return Files.writeString(folder.resolve("adsync.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a configuration file for the people of an embedded directory, who are below {@code OU=Staff}.
     *
     * @param folder of the file and of the journal
     * @param more further lines at the top level
     */
    public static Path configuration(Path folder, EmbeddedDirectory directory, ScimServer provider, String... more) {
        String keys = """
                servers: ["%s"]
                allowClearText: true
                root: OU=Staff,%s
                user: %s
                password: %s
                poll: 1s
                """.formatted(
                        directory.ldapUrl(),
                        directory.baseDn(),
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword());
        return configuration(folder, keys, provider, provider.url(), more);
    }

    /** What became of each change so far. */
    public List<ChangeSettled> settled() {
        return settled;
    }

    /** What the journal holds. */
    public JournalStatistics statistics() {
        return daemon.statistics();
    }

    /** The port of metrics, health and the page. */
    public int port() {
        return daemon.port();
    }

    /** The value of a meter, or the sum of its series; 0 if there is none. */
    public double meter(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The answer of {@code /health/ready}. */
    public JsonObject ready() {
        return new JsonObject(get("/health/ready").body());
    }

    /** What it is at in the directory, if that is one domain. */
    public String phase() {
        return ready().getJsonObject("parts")
                .getJsonObject("directory")
                .getJsonObject("details")
                .getString("phase");
    }

    /** Any page. */
    public HttpResponse<String> get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + daemon.port() + path);
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        daemon.close();
    }
}
