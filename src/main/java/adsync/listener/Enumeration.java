package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.PagedSearch;
import adsync.directory.Stamp;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.scope.Place;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all users of the selected root: the initial load and the reconcile. The DirSync cookie was taken before, so what
 * changes meanwhile is reported later. Each page is durable before the next one counts; an enumeration that was cut short
 * goes over its own pages by identity and update sequence number only.
 */
final class Enumeration {

    private static final Logger LOGGER = LoggerFactory.getLogger(Enumeration.class);

    /**
     * Where the server does not say how many there are, they are counted meanwhile. That is another walk over all of them, which takes
     * a third of the time of reading them: a short enumeration is not worth it.
     */
    private static final Duration WORTH_COUNTING = Duration.ofSeconds(2);

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final Progress progress;
    private final BooleanSupplier stopping;
    private final Runnable throttle;

    /**
     * Prepares to enumerate.
     *
     * @param stopping asked between pages
     * @param throttle called between pages; waits while the outbox is full
     */
    Enumeration(
            Session session,
            Journal journal,
            Evaluation evaluation,
            PageWriter writer,
            Progress progress,
            BooleanSupplier stopping,
            Runnable throttle) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
        this.progress = progress;
        this.stopping = stopping;
        this.throttle = throttle;
    }

    /** Enumerates from the start. Returns the checkpoint it came to. */
    Checkpoint all(Checkpoint start) {
        Checkpoint checkpoint = start;
        for (Place root : session.scope().roots()) {
            if (!stopping.getAsBoolean()) {
                checkpoint = all(root.dn(), checkpoint);
            }
        }
        return checkpoint;
    }

    private Checkpoint all(String rootDn, Checkpoint start) {
        PagedSearch<Image> search = session.ask(() -> session.directory().users(rootDn));
        List<Image> users = session.ask(search::next);
        boolean more = search.hasNext();
        Future<List<Image>> ahead = next(search, more);
        Counting counting = new Counting(rootDn, search.expected() > 0);
        Checkpoint checkpoint = counting.over ? expecting(start, start.enumerated() + search.expected()) : start;
        checkpoint = write(users, users.size(), checkpoint);
        while (more && !stopping.getAsBoolean()) {
            users = ahead.await();
            long count = counting.look();
            checkpoint = count > 0 ? expecting(checkpoint, start.enumerated() + count) : checkpoint;
            more = search.hasNext();
            ahead = next(search, more);
            checkpoint = write(users, users.size(), checkpoint);
        }
        counting.over = true;
        return checkpoint;
    }

    /** A count of the users of a root, on a connection of its own: it does not hold up those who are read. */
    private final class Counting {

        private final String rootDn;
        private volatile boolean over;
        private @Nullable Future<Long> count;

        private Counting(String rootDn, boolean over) {
            this.rootDn = rootDn;
            this.over = over;
        }

        /** The number, once it is there; else 0. Begins the count when it is worth it. */
        private long look() {
            Future<Long> begun = count;
            if (over) {
                return 0;
            }
            if (begun == null) {
                if (progress.elapsed().compareTo(WORTH_COUNTING) >= 0) {
                    count = session.startAside(
                                    () -> session.directory().countUsers(rootDn, () -> over || stopping.getAsBoolean()))
                            .onFailure(e -> LOGGER.atDebug().setCause(e).log("the users of the root are not counted"));
                }
                return 0;
            }
            over = begun.isComplete();
            return begun.succeeded() ? begun.result() : 0;
        }
    }

    private Checkpoint expecting(Checkpoint checkpoint, long total) {
        progress.expect(total);
        return Checkpoints.expecting(checkpoint, total);
    }

    private Future<List<Image>> next(PagedSearch<Image> search, boolean more) {
        return more ? session.start(search::next) : Future.succeededFuture(List.of());
    }

    /** Goes on with an enumeration that was cut short: reads only what it has not seen, or what has changed since. */
    Checkpoint rest(Checkpoint start) {
        Checkpoint checkpoint = Checkpoints.enumerated(start, 0);
        for (Place root : session.scope().roots()) {
            checkpoint = rest(root.dn(), checkpoint);
        }
        return checkpoint;
    }

    private Checkpoint rest(String rootDn, Checkpoint start) {
        Checkpoint checkpoint = start;
        Directory directory = session.directory();
        PagedSearch<Stamp> search = session.ask(() -> directory.stamps(rootDn));
        while (search.hasNext() && !stopping.getAsBoolean()) {
            Map<ObjectGuid, Long> usns = new HashMap<>();
            session.ask(search::next).forEach(stamp -> usns.put(stamp.objectGuid(), stamp.usn()));
            List<ObjectGuid> unread = new ArrayList<>(usns.keySet());
            unread.removeAll(
                    List.copyOf(journal.unchanged(checkpoint.epoch(), usns).await()));
            List<Image> users = new ArrayList<>();
            if (!unread.isEmpty()) {
                for (DirectoryObject object : session.ask(() -> directory.read(unread))) {
                    if (object instanceof Image image && session.scope().contains(image.dn())) {
                        users.add(image);
                    }
                }
            }
            checkpoint = write(users, usns.size(), checkpoint);
        }
        return checkpoint;
    }

    private Checkpoint write(List<Image> users, int walked, Checkpoint before) {
        throttle.run();
        Checkpoint checkpoint = Checkpoints.enumerated(before, before.enumerated() + walked);
        writer.write(evaluation.enumerated(users), checkpoint);
        progress.walked(checkpoint.enumerated(), !users.isEmpty());
        return checkpoint;
    }
}
