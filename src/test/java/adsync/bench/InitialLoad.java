package adsync.bench;

import adsync.testing.ScimServer;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Row 1: all users of a directory into an empty provider, beside a bare reader and a bare sender. */
final class InitialLoad {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Place place;
    private final Path folder;
    private final String kind;
    private final Supplier<ScimServer> servers;
    private final List<String> options;
    private final boolean alone;

    /**
     * Prepares.
     *
     * @param kind of the server, for the table
     * @param servers starts one that is empty
     * @param options more for the service's JVM
     * @param alone without the bare clients, for profiling
     */
    InitialLoad(
            Place place, Path folder, String kind, Supplier<ScimServer> servers, List<String> options, boolean alone) {
        this.place = place;
        this.folder = folder;
        this.kind = kind;
        this.servers = servers;
        this.options = options;
        this.alone = alone;
    }

    /** A load by the service: how fast, at which cost, what it read of each user, and the accounts it made. */
    private record Loaded(
            double rate, Map<String, Double> figures, List<String> attributes, List<JsonObject> accounts) {}

    /** One round: the service, then the bare clients; each server is fresh. */
    Round round(int users) throws IOException, InterruptedException, LDAPException {
        Loaded loaded = load(users);
        var round = new Round("initial load, " + place.name() + " -> " + kind, "users/s", loaded.rate());
        loaded.figures().forEach(round::more);
        return alone ? round : beside(round, loaded);
    }

    private Round beside(Round round, Loaded loaded) throws IOException, LDAPException {
        var directory = new BareDirectory(place, loaded.attributes());
        double dirSync = directory.dirSync();
        double search = directory.search();
        double bulks;
        double singles;
        try (ScimServer server = servers.get()) {
            bulks = BareProvider.bulks(server, loaded.accounts(), folder);
        }
        try (ScimServer server = servers.get()) {
            singles = BareProvider.singles(server, loaded.accounts(), folder);
        }
        round.baseline(Math.min(dirSync, Math.max(bulks, singles)), loaded.rate());
        round.more("bare DirSync users/s", dirSync);
        round.more("bare paged search users/s", search);
        round.more("bare bulk accounts/s", bulks);
        round.more("bare singles accounts/s", singles);
        return round;
    }

    private Loaded load(int users) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "load");
        try (ScimServer server = servers.get()) {
            Path file = Settings.write(state, place, server);
            try (var service = ServiceProcess.start(file, options, line -> {})) {
                var begun = service.await("enumerating the root", LONGEST);
                awaitQuiet(service, users);
                double seconds = (service.lastChange() - begun.nanos()) / 1e9;
                List<JsonObject> accounts = server.users();
                if (accounts.size() != users) {
                    throw new IllegalStateException(users + " users, but " + accounts.size() + " accounts");
                }
                double cpu =
                        service.processorTime().minus(begun.processorTime()).toMillis() / 1e3;
                Map<String, Double> figures = Map.of(
                        "start to first request s",
                        (begun.nanos() - service.launched()) / 1e9,
                        "start CPU s",
                        begun.processorTime().toMillis() / 1e3,
                        "load s",
                        seconds,
                        "load CPU s",
                        cpu,
                        "load CPU s a 10,000 users",
                        cpu * 10_000 / users,
                        "rows shipped",
                        (double) service.changes(),
                        "peak resident MiB",
                        (double) service.peakMebibytes());
                accounts.forEach(account -> List.of("id", "meta").forEach(account::remove));
                return new Loaded(users / seconds, figures, Settings.attributes(file), accounts);
            }
        }
    }

    /** Until nothing has been shipped for a while; whether all has, is asked of the provider. */
    static void awaitQuiet(ServiceProcess service, int users) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (service.changes() < users || System.nanoTime() - service.lastChange() < SETTLED.toNanos()) {
            if (System.nanoTime() > end || !service.alive()) {
                throw new IllegalStateException("the load is not done: " + service.changes() + " of " + users
                        + (service.alive() ? "" : ", and the service ended"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
