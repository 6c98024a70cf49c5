package adsync.listener;

import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.directory.Located;
import adsync.directory.PagedSearch;
import adsync.directory.Stamp;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Recheck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of one container and all below it, page by page. A user is a subtree too. One that was interrupted begins anew, and passes over what
 * the journal has already.
 */
final class Subtree {

    private static final int BATCH = 500;

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final Recheck recheck;
    private final boolean inScope;
    private final Deque<Stage> stages = new ArrayDeque<>();
    private final Map<ObjectGuid, String> missing = new LinkedHashMap<>();
    private @Nullable ObjectGuid after;
    private @Nullable ObjectGuid referrer;

    /** Part of the way: does a page and returns false if none was left. */
    private interface Stage {
        boolean step(Checkpoint checkpoint);
    }

    /**
     * Looks where the container is.
     *
     * @param names whether what is known of the users depends on the names of the containers above them
     */
    Subtree(
            Session session,
            Journal journal,
            Evaluation evaluation,
            PageWriter writer,
            Chains chains,
            Omissions omissions,
            Recheck recheck,
            boolean names) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
        this.recheck = recheck;
        Optional<String> dn = session.ask(() -> session.directory().locate(recheck.container()))
                .filter(object -> !object.deleted() && session.scope().contains(object.dn()))
                .map(Located::dn);
        inScope = dn.isPresent();
        if (dn.isPresent()) {
            stages.add(new ContainerReading(session, chains, omissions, evaluation, writer, dn.get())::step);
            PagedSearch<Stamp> search = session.ask(() -> session.directory().stamps(dn.get()));
            stages.add(checkpoint -> enter(search, checkpoint));
            stages.add(checkpoint -> meet());
            if (names) {
                stages.add(this::rename);
            }
        } else {
            stages.add(this::withdrawItself);
            stages.add(this::withdraw);
        }
        stages.add(this::reread);
    }

    Recheck recheck() {
        return recheck;
    }

    /** Whether it was in the scope when it was begun. */
    boolean inScope() {
        return inScope;
    }

    /** Does the next page. Returns false if there is none. */
    boolean step(Checkpoint checkpoint) {
        while (!stages.isEmpty()) {
            if (stages.getFirst().step(checkpoint)) {
                return true;
            }
            stages.removeFirst();
        }
        return false;
    }

    /** Those that were found neither alive nor deleted, with their last names. */
    Map<ObjectGuid, String> missing() {
        return missing;
    }

    /** What is written when it is done. */
    PageBuilder last() {
        PageBuilder page = evaluation.empty();
        if (!inScope) {
            page.removedContainer(recheck.container());
        }
        page.rechecked(recheck);
        return page;
    }

    /** Reads the users that we do not have as they are. */
    private boolean enter(PagedSearch<Stamp> search, Checkpoint checkpoint) {
        if (!search.hasNext()) {
            return false;
        }
        Map<ObjectGuid, Long> usns = new HashMap<>();
        session.ask(search::next).forEach(stamp -> usns.put(stamp.objectGuid(), stamp.usn()));
        List<ObjectGuid> unread = new ArrayList<>(usns.keySet());
        unread.removeAll(journal.unchanged(checkpoint.epoch(), usns).await());
        int atOnce = session.directory().usersAtOnce();
        for (int from = 0; from < unread.size(); from += atOnce) {
            List<ObjectGuid> batch = unread.subList(from, Math.min(from + atOnce, unread.size()));
            List<Image> users = new ArrayList<>();
            for (DirectoryObject object : session.ask(() -> session.directory().read(batch))) {
                if (object instanceof Image image) {
                    users.add(image);
                }
            }
            writer.write(evaluation.enumerated(users), checkpoint);
        }
        return true;
    }

    /** A known user of whom no more than the name can be read has neither stayed nor left. */
    private boolean meet() {
        Shadow known = journal.shadows(Set.of(recheck.container())).await().get(recheck.container());
        if (known != null
                && known.present()
                && session.ask(() -> session.directory().read(Set.of(recheck.container())))
                        .isEmpty()) {
            missing.put(recheck.container(), known.image().dn());
        }
        return false;
    }

    /** What is known of the users follows from the new names, without asking the directory. */
    private boolean rename(Checkpoint checkpoint) {
        List<ObjectGuid> users = next();
        if (!users.isEmpty()) {
            List<Shadow> shadows = List.copyOf(journal.shadows(users).await().values());
            writer.write(evaluation.derived(shadows), checkpoint);
        }
        return !users.isEmpty();
    }

    /** A user whose tombstone could not be believed when it was met is the only one of its subtree. */
    private boolean withdrawItself(Checkpoint checkpoint) {
        withdraw(List.of(recheck.container()), checkpoint);
        return false;
    }

    /** Its objects are asked for one by one: each may have gone somewhere else than its container. */
    private boolean withdraw(Checkpoint checkpoint) {
        List<ObjectGuid> objects = next();
        if (!objects.isEmpty()) {
            withdraw(objects, checkpoint);
        }
        return !objects.isEmpty();
    }

    private void withdraw(List<ObjectGuid> objects, Checkpoint checkpoint) {
        Evaluation.Confirmed confirmed = evaluation.confirmed(objects, false);
        writer.write(confirmed.page(), checkpoint);
        confirmed
                .missing()
                .forEach((objectGuid, shadow) ->
                        missing.put(objectGuid, shadow.image().dn()));
    }

    /** Those who refer to what may be the restored one: too many to be read when that was told. */
    private boolean reread(Checkpoint checkpoint) {
        List<ObjectGuid> users = journal.referrers(
                        recheck.container(), referrer, session.directory().usersAtOnce())
                .await();
        if (users.isEmpty()) {
            return false;
        }
        referrer = users.getLast();
        writer.write(evaluation.reread(users), checkpoint);
        return true;
    }

    private List<ObjectGuid> next() {
        List<ObjectGuid> objects =
                journal.below(recheck.container(), after, BATCH).await();
        after = objects.isEmpty() ? null : objects.getLast();
        return objects;
    }
}
