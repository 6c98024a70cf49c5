package adsync.simulation;

import adsync.journal.Journals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The journals of a schedule, one for each life of the service. In memory if the machine has a place there. */
final class StateFolders implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final List<String> FILES = List.of("journal.db", "journal.db-wal");

    private final Path base;
    private final Path empty;
    private final SimulatedDisk disk;
    private Path current;
    private int number;

    /** With an empty journal to begin with, since it takes long to make one. */
    StateFolders() {
        try {
            base = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "adsync-simulation-")
                    : Files.createTempDirectory("adsync-simulation-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disk = new SimulatedDisk(base);
        empty = base.resolve("empty");
        current = empty;
        Vertx vertx = Vertx.vertx();
        Journals.open(vertx, empty, Clock.systemUTC(), new SimpleMeterRegistry())
                .compose(journal -> journal.close())
                .await();
        vertx.close().await();
    }

    /** An empty journal. */
    Path begin() {
        Path before = current;
        current = empty;
        Path begun = cut();
        if (!before.equals(empty)) {
            delete(before);
        }
        return begun;
    }

    /** The journal as the disk has it now: what was not committed is lost. */
    Path cut() {
        try {
            Path next = Files.createDirectory(base.resolve("state-" + ++number));
            for (String file : FILES) {
                if (Files.exists(current.resolve(file))) {
                    Files.copy(current.resolve(file), next.resolve(file));
                }
            }
            Path before = current;
            current = next;
            if (!before.equals(empty)) {
                delete(before);
            }
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SimulatedDisk disk() {
        return disk;
    }

    /** Where the service works. */
    Path current() {
        return current;
    }

    /** What is open of it stays so. */
    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        disk.close();
        delete(base);
    }
}
