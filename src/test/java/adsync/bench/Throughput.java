package adsync.bench;

import adsync.embedded.EmbeddedDirectory;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Changes of everybody at once, from an embedded directory to a provider that answers at once, beside an HTTP client that sends it
 * the same batches. The service is stopped while the changes are made, so that it does not wait for them.
 */
final class Throughput {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Path folder;
    private final List<String> jvm;

    /**
     * Prepares.
     *
     * @param jvm more options for the service's JVM
     */
    Throughput(Path folder, List<String> jvm) {
        this.folder = folder;
        this.jvm = jvm;
    }

    /**
     * What a wave took.
     *
     * @param seconds of the service
     * @param cpu its processor time
     * @param told what the provider was told
     * @param directory changes a second of a DirSync loop over the same changes, which reads nothing else
     */
    private record Measured(double seconds, Duration cpu, JsonObject told, double directory) {}

    /** One round. */
    Round round(int users) throws IOException, LDAPException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "throughput");
        try (var directory = EmbeddedDirectory.start();
                SinkProcess sink = SinkProcess.start()) {
            directory.seedPeople(users);
            Place place = Place.of(directory, folder);
            Measured measured = measure(Settings.write(state, place, sink), place, sink);
            return beside(measured, users, sink);
        }
    }

    private Measured measure(Path file, Place place, SinkProcess sink)
            throws IOException, LDAPException, InterruptedException {
        var reader = new BareDirectory(place, Settings.attributes(file));
        List<String> names = reader.names();
        try (var service = ServiceProcess.start(file, jvm, line -> {})) {
            service.await("enumeration done", LONGEST);
            InitialLoad.awaitQuiet(service, names.size());
            wave(service, place, names); // warms both up
            sink.remembered();
            reader.mark();
            Duration before = service.processorTime();
            double seconds = wave(service, place, names);
            Duration cpu = service.processorTime().minus(before);
            return new Measured(seconds, cpu, sink.remembered(), reader.dirSyncSinceMark(names.size()));
        }
    }

    private Round beside(Measured measured, int users, SinkProcess sink) throws IOException {
        JsonObject told = measured.told();
        List<String> bodies = told.getJsonArray("bulks").stream()
                .map(body -> ((JsonObject) body).encode())
                .toList();
        double bare = BareProvider.again(sink, bodies, told.getInteger("mostInFlight"), folder);
        double rate = users / measured.seconds();
        var round = new Round("sustained changes, embedded -> sink", "changes/s", rate);
        round.baseline(users / bare, rate);
        round.more("CPU s a 10,000 changes", measured.cpu().toMillis() / 1e3 * 10_000 / users);
        round.more("bare DirSync loop over them, changes/s", measured.directory());
        round.more("changes a request", (double) users / bodies.size());
        round.more("requests in flight at most", told.getInteger("mostInFlight"));
        return round;
    }

    /** Changes everybody while the service stands still; how many seconds it then takes until all is acknowledged. */
    private static double wave(ServiceProcess service, Place place, List<String> names)
            throws LDAPException, IOException, InterruptedException {
        int before = service.changes();
        service.freeze();
        try (LDAPConnection administrator = place.connect(place.administrator())) {
            for (String name : names) {
                administrator.modify(
                        name, new Modification(ModificationType.REPLACE, "title", "Title " + System.nanoTime()));
            }
        }
        long begun = System.nanoTime();
        service.thaw();
        InitialLoad.awaitQuiet(service, before + names.size());
        return (service.lastChange() - begun) / 1e9;
    }
}
