package adsync.bench;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.ScimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service that knows all users already: how long it takes to be back after a start, and what it costs while nothing happens. */
final class Standing {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** What has to be done after a start is done by then. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final String FOLLOWING = "bell registered";

    private final Path folder;

    Standing(Path folder) {
        this.folder = folder;
    }

    /** Nothing: what a start of the JVM costs by itself. */
    static final class Hello {

        private Hello() {}

        /** Says so. */
        public static void main(String[] arguments) {
            System.out.println("hello");
        }
    }

    /** One round, on the embedded directory. */
    List<Round> rounds(int users) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "standing");
        try (var directory = EmbeddedDirectory.start();
                ScimServer server = ProviderProcess.start()) {
            directory.seedPeople(users);
            Path file = Settings.write(state, Place.of(directory, folder), server);
            try (var service = ServiceProcess.start(file, List.of(), line -> {})) {
                service.await("enumerating the root", LONGEST);
                InitialLoad.awaitQuiet(service, users);
            }
            return again(directory, file, users);
        }
    }

    private static List<Round> again(EmbeddedDirectory directory, Path file, int users) throws InterruptedException {
        try (var service = ServiceProcess.start(file, List.of(), line -> {})) {
            ServiceProcess.Moment back = service.await(FOLLOWING, LONGEST);
            double seconds = (back.nanos() - service.launched()) / 1e9;
            var start = new Round("start to following, " + users + " known users", "s", seconds);
            start.baseline(hello(), seconds);
            start.more("start CPU s", back.processorTime().toMillis() / 1e3);
            TimeUnit.SECONDS.sleep(SETTLED.toSeconds());
            double first = idle(service);
            long before = directory.searches();
            var idle = new Round("idle, " + users + " known users", "% of a core", idle(service));
            idle.more("% in the minute before", first);
            idle.more("searches", (double) directory.searches() - before);
            idle.more("resident MiB at most", (double) service.peakMebibytes());
            return new ArrayList<>(List.of(start, idle));
        }
    }

    /** Percent of a core in a minute in which nothing happens. */
    private static double idle(ServiceProcess service) throws InterruptedException {
        Duration before = service.processorTime();
        TimeUnit.SECONDS.sleep(IDLE.toSeconds());
        return 100.0 * service.processorTime().minus(before).toNanos() / IDLE.toNanos();
    }

    private static double hello() throws InterruptedException {
        long begun = System.nanoTime();
        try (var hello = JavaProcess.ofClass(Hello.class.getName(), List.of(), line -> {})) {
            hello.awaitEnd(LONGEST);
            return (System.nanoTime() - begun) / 1e9;
        }
    }
}
