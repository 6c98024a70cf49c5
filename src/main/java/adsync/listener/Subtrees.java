package adsync.listener;

import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Recheck;
import adsync.scope.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates whole subtrees: DirSync names the container that was renamed, moved or deleted, never what lives in it. Which ones
 * is kept in the journal until it is done.
 */
final class Subtrees implements Backlog {

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final Unconfirmed unconfirmed;
    private final Later later;
    private final Function<Recheck, Subtree> subtrees;
    private final Deque<Recheck> ahead = new ArrayDeque<>();

    /** Those whose users are not all accounted for. */
    private final Set<Recheck> doubtful = new HashSet<>();

    private @Nullable Subtree current;
    private boolean all;

    /**
     * Evaluates nothing yet.
     *
     * @param later when a subtree whose users were not all found is tried again
     * @param subtrees begins one
     */
    Subtrees(
            Session session,
            Journal journal,
            Evaluation evaluation,
            PageWriter writer,
            Unconfirmed unconfirmed,
            Later later,
            Function<Recheck, Subtree> subtrees) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
        this.unconfirmed = unconfirmed;
        this.later = later;
        this.subtrees = subtrees;
    }

    @Override
    public boolean step(Drain drain) {
        Checkpoint checkpoint = drain.checkpoint();
        Subtree running = current;
        if (running != null) {
            if (!running.step(checkpoint)) {
                end(running, checkpoint);
            }
            return true;
        }
        if (ahead.isEmpty()) {
            lookAhead(checkpoint);
        }
        Recheck next = ahead.poll();
        if (next == null) {
            return false;
        }
        List<Place> roots = session.scope().roots();
        if (session.followPlaces()) {
            PageBuilder page = evaluation.empty();
            evaluation.roots(roots, page);
            writer.write(page, checkpoint);
        }
        current = subtrees.apply(next);
        return true;
    }

    private void lookAhead(Checkpoint checkpoint) {
        all = later.due();
        for (Recheck recheck :
                journal.rechecks(checkpoint.namingContext().guid()).await()) {
            if (all || !doubtful.contains(recheck)) {
                ahead.add(recheck);
            }
        }
    }

    private void end(Subtree ended, Checkpoint checkpoint) {
        current = null;
        Recheck recheck = ended.recheck();
        unconfirmed.notFound(recheck.container().toString(), ended.missing());
        doubtful.removeIf(older -> older.container().equals(recheck.container()));
        if (ended.missing().isEmpty()) {
            writer.write(ended.last(), checkpoint);
        } else {
            doubtful.add(recheck);
        }
        if (doubtful.isEmpty()) {
            later.succeeded();
        } else if (all && ahead.isEmpty()) {
            later.failed();
        }
    }
}
