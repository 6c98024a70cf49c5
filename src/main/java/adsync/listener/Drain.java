package adsync.listener;

import adsync.change.DirSyncCookie;
import adsync.directory.DirSyncPage;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DomainController;
import adsync.directory.Touched;
import adsync.journal.Checkpoint;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Asks DirSync page after page until there is no more, and makes each page durable before its cookie is used. */
final class Drain {

    /** A server that says "more" this often without moving on is broken. */
    private static final int STUCK = 100;

    /** An unchanged directory still gives new cookies; keeping one now and then is enough. */
    private static final Duration KEEP_COOKIE_EVERY = Duration.ofMinutes(10);

    private final Session session;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final Clock clock;
    private final Timer duration;
    private final DistributionSummary pageSize;
    private final BooleanSupplier stopping;
    private final BooleanSupplier throttle;
    private Checkpoint checkpoint;
    private @Nullable DirSyncCookie cookie;
    private long drainedTo = -1;
    private boolean touching = true; // a page of a cycle under way may have, before this session
    private Instant completeAt;

    Drain(
            Session session,
            Evaluation evaluation,
            PageWriter writer,
            Clock clock,
            MeterRegistry meters,
            BooleanSupplier stopping,
            BooleanSupplier throttle,
            Checkpoint start) {
        this.session = session;
        this.evaluation = evaluation;
        this.writer = writer;
        this.clock = clock;
        this.duration = ListenerMeter.DIRSYNC.timer().register(meters);
        this.pageSize = ListenerMeter.PAGE_SIZE.summary().register(meters);
        this.stopping = stopping;
        this.throttle = throttle;
        this.checkpoint = start;
        this.cookie = start.pageCookie().orElse(null);
        this.completeAt = start.committedAt();
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Goes on in another phase; the cookie stays. */
    void goOn(Checkpoint durable) {
        checkpoint = durable;
    }

    /** When DirSync was last at its end. */
    Instant completeAt() {
        return completeAt;
    }

    /**
     * Reads to the end. The server's update sequence number is asked first: where it has not moved, nothing has changed.
     *
     * @param announced when the bell rang for it; null if it did not
     * @return how many objects were touched
     */
    int run(@Nullable Instant announced) {
        Directory directory = session.directory();
        int touched = 0;
        int stuck = 0;
        boolean more = true;
        while (more && !stopping.getAsBoolean()) {
            long usn = session.ask(directory::highestCommittedUsn);
            if (usn == drainedTo) {
                completeAt = clock.instant();
                break;
            }
            DirSyncCookie from = cookie;
            Instant asked = clock.instant();
            long begun = System.nanoTime();
            DirSyncPage page = session.ask(() -> directory.page(session.namingContext(), from));
            duration.record(Duration.ofNanos(System.nanoTime() - begun));
            pageSize.record(page.touched().size());
            stuck = page.moreResults() && Objects.equals(page.cookie(), from) ? stuck + 1 : 0;
            if (stuck >= STUCK) {
                throw new DirectoryException(
                        DirectoryException.Reason.PROTOCOL,
                        "DirSync says there is more but gave the same cookie " + STUCK + " times");
            }
            keep(page, usn, announced == null || asked.isBefore(announced) ? asked : announced);
            touched += page.touched().size();
            more = page.moreResults();
            drainedTo = more ? -1 : usn;
        }
        return touched;
    }

    private void keep(DirSyncPage page, long usn, Instant seenAt) {
        Instant now = clock.instant();
        DomainController controller = session.directory().domainController();
        List<Touched> touched = page.touched();
        touching |= !touched.isEmpty();
        Checkpoint after = Checkpoints.page(checkpoint, page, controller, usn, touching, now);
        if (!touched.isEmpty()) {
            keep(touched, seenAt, after);
            checkpoint = after;
        } else if (page.moreResults()
                || !checkpoint.invocationId().equals(controller.invocationId())
                || Duration.between(checkpoint.committedAt(), now).compareTo(KEEP_COOKIE_EVERY) > 0) {
            writer.write(evaluation.empty(), after);
            checkpoint = after;
        }
        cookie = page.cookie();
        if (!page.moreResults()) {
            completeAt = now;
            touching = false;
        }
    }

    /** In parts, of which only the last one carries the cookie. While one is made durable, the next one is read. */
    private void keep(List<Touched> touched, Instant seenAt, Checkpoint after) {
        int most = session.directory().usersAtOnce();
        Reading reading = new Reading(session, touched.subList(0, Math.min(most, touched.size())));
        for (int from = most; from < touched.size(); from += most) {
            Reading next = new Reading(session, touched.subList(from, Math.min(from + most, touched.size())));
            reading.before(next);
            write(reading, seenAt, checkpoint);
            reading = next;
        }
        write(reading, seenAt, after);
    }

    private void write(Reading reading, Instant seenAt, Checkpoint with) {
        if (throttle.getAsBoolean()) {
            reading.forget();
        }
        writer.write(evaluation.touched(reading, seenAt), with);
    }
}
