package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.ObjectGuid;
import adsync.directory.Touched;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tries those again who are left out: nobody tells when a container can be read again. A new attempt is made when the session
 * begins, at the next poll, and then ever more rarely.
 */
final class Omitted implements Backlog {

    private static final int BATCH = 100;

    private final Session session;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final Omissions omissions;
    private final Clock clock;
    private final Later later;
    private final Deque<ObjectGuid> ahead = new ArrayDeque<>();

    Omitted(Session session, Evaluation evaluation, PageWriter writer, Omissions omissions, Clock clock, Later later) {
        this.session = session;
        this.evaluation = evaluation;
        this.writer = writer;
        this.omissions = omissions;
        this.clock = clock;
        this.later = later;
    }

    @Override
    public boolean step(Drain drain) {
        if (ahead.isEmpty()) {
            lookAhead();
        }
        List<ObjectGuid> batch = new ArrayList<>();
        while (!ahead.isEmpty() && batch.size() < BATCH) {
            batch.add(ahead.remove());
        }
        if (batch.isEmpty()) {
            return false;
        }
        PageBuilder page = evaluation.touched(
                batch.stream().map(user -> new Touched(user, false)).toList(), clock.instant());
        gone(batch).forEach(user -> omissions.taken(user, page));
        writer.write(page, drain.checkpoint());
        return true;
    }

    private void lookAhead() {
        Collection<ObjectGuid> all = omissions.all();
        if (all.isEmpty()) {
            later.succeeded();
        } else if (later.due()) {
            later.failed(); // until none is left
            ahead.addAll(all);
        }
    }

    /** Those that are not alive where we can see it; of the known ones nobody is believed to be gone for that. */
    private List<ObjectGuid> gone(List<ObjectGuid> batch) {
        Set<ObjectGuid> read = new HashSet<>();
        for (DirectoryObject object : session.ask(() -> session.directory().read(batch))) {
            read.add(object.objectGuid());
        }
        return batch.stream()
                .filter(user -> !read.contains(user))
                .filter(user -> session.ask(() -> session.directory().locate(user))
                        .filter(located -> !located.deleted())
                        .isEmpty())
                .toList();
    }
}
