package adsync.listener;

import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Recheck;
import adsync.scope.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates whole subtrees: DirSync names the container that was renamed, moved or deleted, never what lives in it. Which ones
 * is kept in the journal until it is done. One that lies in another one is done with that one.
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

    /** Those that lie in one that is ahead, or in the current one. */
    private final Map<Recheck, List<Recheck>> nested = new HashMap<>();

    private @Nullable NestedRechecks nesting;
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
        if (ahead.isEmpty() && nesting == null) {
            lookAhead(checkpoint);
        }
        NestedRechecks finding = nesting;
        if (finding != null) {
            if (!finding.step()) {
                nesting = null;
                ahead.addAll(finding.apart());
                nested.putAll(finding.nested());
            }
            return true;
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
        List<Recheck> due = journal.rechecks(checkpoint.namingContext().guid()).await().stream()
                .filter(recheck -> all || !doubtful.contains(recheck))
                .toList();
        if (due.size() > 1) {
            nesting = new NestedRechecks(session, journal, due, doubtful);
        } else {
            ahead.addAll(due);
        }
    }

    private void end(Subtree ended, Checkpoint checkpoint) {
        current = null;
        Recheck recheck = ended.recheck();
        unconfirmed.notFound(recheck.container().toString(), ended.missing());
        doubtful.removeIf(older -> older.container().equals(recheck.container()));
        List<Recheck> inside = nested.getOrDefault(recheck, List.of());
        nested.remove(recheck);
        if (!ended.inScope()) {
            ahead.addAll(inside); // what was in it before it left may not have been there any more
            inside = List.of();
        }
        if (ended.missing().isEmpty()) {
            PageBuilder last = ended.last();
            inside.forEach(last::rechecked);
            writer.write(last, checkpoint);
        } else {
            doubtful.add(recheck);
            ahead.addAll(inside);
        }
        if (doubtful.isEmpty()) {
            later.succeeded();
        } else if (all && ahead.isEmpty()) {
            later.failed();
        }
    }
}
