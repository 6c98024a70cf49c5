package adsync.bench;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The heap that a service needs for many users, in a first load, in changes of every hundredth user, and in comparisons of all with
 * the directory and with the provider: the most that was in use after a full collection, of those that are asked for again and
 * again. It has 256 MB, and ends if that is not enough.
 */
final class Heap {

    private static final Duration LONGEST = Duration.ofHours(2);
    private static final List<String> OPTIONS = List.of("-Xmx256m");
    private static final String ALL_READ = "enumeration done";
    private static final int CHANGED = 100;

    /** Between two collections. */
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final Path folder;

    Heap(Path folder) {
        this.folder = folder;
    }

    /** One round: the few users, then the many; the ratio is of the many to the few. */
    List<Round> rounds(int few, int many) throws IOException, LDAPException, InterruptedException {
        List<Double> small = measure(few);
        List<Double> large = measure(many);
        List<String> phases = List.of("first load", "changes", "directory compared", "provider compared");
        List<Round> rounds = new ArrayList<>();
        for (int phase = 0; phase < phases.size(); phase++) {
            String what = String.format(Locale.ROOT, "heap, %s, %,d beside %,d users", phases.get(phase), many, few);
            var round = new Round(what, "MiB", large.get(phase));
            round.baseline(small.get(phase), large.get(phase));
            rounds.add(round);
        }
        return rounds;
    }

    /** Mebibytes, of each phase. */
    private List<Double> measure(int users) throws IOException, LDAPException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "heap");
        var place = new CompletableFuture<Place>();
        JavaProcess directory = JavaProcess.ofProgram(
                System.getProperty("java.class.path"),
                List.of("-Xmx14g"),
                DirectoryMain.class.getName(),
                List.of(Integer.toString(users), state.toString()),
                line -> {
                    if (line.startsWith("{\"name\"")) {
                        place.complete(Place.of(new JsonObject(line)));
                    }
                });
        try (directory;
                SinkProcess sink = SinkProcess.start()) {
            return phases(place.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join(), state, sink, users);
        }
    }

    private static List<Double> phases(Place place, Path state, SinkProcess sink, int users)
            throws IOException, LDAPException, InterruptedException {
        Path file = Settings.write(state, place, sink);
        try (var service = ServiceProcess.start(file, OPTIONS, line -> {})) {
            double load = most(service, () -> service.changes() >= users);
            List<String> names = new BareDirectory(place, List.of()).names();
            int known = service.changes();
            touch(place, names);
            double changes = most(service, () -> service.changes() >= known + names.size() / CHANGED);
            int read = service.times(ALL_READ);
            reconcile(file);
            double directory = most(service, () -> service.times(ALL_READ) > read);
            int listed = sink.listed();
            reconcile(file, "--provider");
            double provider = most(service, () -> sink.listed() >= listed + users);
            return List.of(load, changes, directory, provider);
        }
    }

    private static void reconcile(Path file, String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("reconcile", "--config", file.toString()));
        arguments.addAll(List.of(more));
        try (var command = JavaProcess.ofLauncher(arguments, List.of(), line -> {})) {
            command.awaitEnd(LONGEST);
        }
    }

    private static void touch(Place place, List<String> names) throws LDAPException {
        try (LDAPConnection administrator = place.connect(place.administrator())) {
            for (int index = 0; index + CHANGED <= names.size(); index += CHANGED) {
                administrator.modify(
                        names.get(index), new Modification(ModificationType.REPLACE, "title", "Title " + index));
            }
        }
    }

    /** Whether something is done. */
    @FunctionalInterface
    private interface Condition {
        boolean met() throws IOException, InterruptedException;
    }

    /** The most that was in use until a condition was met and nothing was shipped any more. */
    private static double most(ServiceProcess service, Condition done) throws IOException, InterruptedException {
        double most = 0;
        long end = System.nanoTime() + LONGEST.toNanos();
        long met = 0;
        while (met == 0 || System.nanoTime() - Math.max(met, service.lastChange()) < SETTLED.toNanos()) {
            most = Math.max(most, service.heapInUse());
            if (met == 0 && done.met()) {
                met = System.nanoTime();
            }
            if (!service.alive() || System.nanoTime() > end) {
                throw new IllegalStateException(service.alive() ? "not done within " + LONGEST : "the service ended");
            }
            TimeUnit.MILLISECONDS.sleep(PERIOD.toMillis());
        }
        System.out.printf(Locale.ROOT, "heap: %.1f MiB after %,d changes%n", most, service.changes());
        return most;
    }
}
