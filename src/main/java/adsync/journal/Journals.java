package adsync.journal;

import adsync.journal.JournalException.Reason;
import adsync.observe.CheckStep;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Opens the journal. */
public final class Journals {

    private Journals() {}

    /**
     * Opens the journal of a state folder; creates both if they are missing. Call it outside of a verticle: the threads of the
     * journal must outlive all verticles.
     *
     * @param state a folder on a local disk, for this process alone
     * @param clock for the time that a change waits for what it refers to
     * @param meters where {@link JournalMeter} are kept
     * @return fails with a {@link JournalException} whose message is one sentence for the administrator; the store is left as
     *     it was then
     */
    public static Future<Journal> open(Vertx vertx, Path state, Clock clock, MeterRegistry meters) {
        return open(vertx, state, clock, meters, true);
    }

    /** As {@link #open}, but what is written does not survive a power cut: for a copy that is thrown away. */
    public static Future<Journal> openThrowaway(Vertx vertx, Path state, Clock clock, MeterRegistry meters) {
        return open(vertx, state, clock, meters, false);
    }

    private static Future<Journal> open(Vertx vertx, Path state, Clock clock, MeterRegistry meters, boolean durable) {
        Path folder = state.toAbsolutePath().normalize();
        Lane writing = Lane.of(vertx, "adsync-journal-writer " + folder);
        Lane lookups = Lane.of(vertx, "adsync-journal-lookups " + folder);
        Lane surveys = Lane.of(vertx, "adsync-journal-surveys " + folder);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        return writing.<Journal>run(() -> {
                    try {
                        StateFolder taken = StateFolder.take(folder);
                        opened.push(taken);
                        Session session = Store.writer(taken.store());
                        opened.push(session);
                        if (!durable) {
                            Store.relax(session);
                        }
                        Claims.freeOrphaned(session);
                        Passwords.freeOrphaned(session);
                        Session looking = Store.reader(taken.store());
                        opened.push(looking);
                        Session surveying = Store.reader(taken.store());
                        opened.push(surveying);
                        return new JdbcJournal(
                                taken,
                                writing,
                                new Access(
                                        new Writer(writing, folder, session, meters),
                                        new Reader(lookups, folder, looking),
                                        new Reader(surveys, folder, surveying),
                                        new Gate()),
                                Transactions.of(session, clock));
                    } catch (SQLException | IOException | RuntimeException e) {
                        closeAfter(e, opened);
                        throw Failures.of(folder, e);
                    }
                })
                .recover(failure -> Future.join(writing.close(), lookups.close(), surveys.close())
                        .transform(closed -> Future.failedFuture(failure)));
    }

    /** Whether a state folder holds a journal. Creates nothing. */
    public static boolean exist(Path state) {
        return Files.isRegularFile(StateFolder.storeIn(state.toAbsolutePath().normalize()));
    }

    /** Whether a start could use a state folder; another process may have it. Leaves nothing behind. Blocks. */
    public static CheckStep check(Path state) {
        return StateCheck.of(state.toAbsolutePath().normalize());
    }

    /**
     * Whose accounts the journal of a state folder knows; it may be open elsewhere. Blocks.
     *
     * @throws JournalException if it cannot be read, with one sentence for the administrator
     */
    public static Optional<ProviderIdentity> provider(Path state) {
        Path folder = state.toAbsolutePath().normalize();
        try {
            Path store = StateFolder.storeIn(folder);
            return Files.size(store) == 0 ? Optional.empty() : Store.ask(store, Meta::provider);
        } catch (SQLException | IOException e) {
            throw Failures.of(folder, e);
        }
    }

    /**
     * Makes a consistent copy of a journal that another process may have open, for example for a preview. Blocks.
     *
     * @param state the state folder of the journal; it is not written to
     * @param to a folder, created if it is missing, that becomes the state folder of the copy; it must not have a journal yet
     * @return false if there is no journal to copy
     * @throws JournalException if that cannot be done, with one sentence for the administrator
     */
    public static boolean copy(Path state, Path to) {
        Path source = StateFolder.storeIn(state.toAbsolutePath().normalize());
        if (!Files.isRegularFile(source)) {
            return false;
        }
        Path folder = to.toAbsolutePath().normalize();
        try (StateFolder taken = StateFolder.take(folder)) {
            if (Files.size(taken.store()) > 0) {
                throw new JournalException(Reason.IN_USE, "The folder " + folder + " has a journal already.");
            }
            Store.copy(source, taken.store());
            return true;
        } catch (SQLException | IOException e) {
            throw Failures.of(folder, e);
        }
    }

    private static void closeAfter(Exception failure, Deque<AutoCloseable> opened) {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
