package adsync.listener;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.Located;
import adsync.directory.PagedSearch;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates whole subtrees: DirSync names the container that was moved or deleted, never what lives in it. */
final class Subtrees {

    private static final int BATCH = 500;

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final Chains chains;
    private final Omissions omissions;
    private final Unconfirmed unconfirmed;
    private final Later later;

    /** Containers whose users are not all accounted for. */
    private final Set<ObjectGuid> doubtful = new HashSet<>();

    /**
     * Evaluates nothing yet.
     *
     * @param later when a subtree whose users were not all found is tried again
     */
    Subtrees(
            Session session,
            Journal journal,
            Evaluation evaluation,
            PageWriter writer,
            Chains chains,
            Omissions omissions,
            Unconfirmed unconfirmed,
            Later later) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
        this.chains = chains;
        this.omissions = omissions;
        this.unconfirmed = unconfirmed;
        this.later = later;
    }

    /** Does what earlier pages left to do; what is interrupted is done again from the start of its container. */
    void recheckAll(Checkpoint checkpoint) {
        boolean due = later.due();
        for (ObjectGuid container : journal.rechecks().await()) {
            if (due || !doubtful.contains(container)) {
                recheck(container, checkpoint);
            }
        }
        if (doubtful.isEmpty()) {
            later.succeeded();
        } else if (due) {
            later.failed();
        }
    }

    private void recheck(ObjectGuid container, Checkpoint checkpoint) {
        Directory directory = session.directory();
        PageBuilder last = evaluation.empty();
        if (session.followPlaces()) {
            chains.roots().forEach(last::container);
        }
        Optional<Located> located = session.ask(() -> directory.locate(container))
                .filter(object -> !object.deleted() && session.scope().contains(object.dn()));
        Map<ObjectGuid, String> missing = Map.of();
        if (located.isPresent()) {
            containers(located.get().dn(), checkpoint);
            users(located.get().dn(), checkpoint);
        } else {
            missing = withdraw(container, checkpoint);
        }
        unconfirmed.notFound(container.toString(), missing);
        if (missing.isEmpty()) {
            doubtful.remove(container);
            if (located.isEmpty()) {
                last.removedContainer(container);
            }
            last.rechecked(container);
        } else {
            doubtful.add(container);
        }
        writer.write(last, checkpoint);
    }

    /** Makes the containers at and below a place known, each after the one above it. */
    void containers(String baseDn, Checkpoint checkpoint) {
        Directory directory = session.directory();
        PagedSearch<Container> search = session.ask(() -> directory.containers(baseDn));
        Map<ObjectGuid, Container> read = new LinkedHashMap<>();
        while (search.hasNext()) {
            session.ask(search::next).forEach(container -> read.put(container.objectGuid(), container));
        }
        List<Container> ordered = chains.ordered(read.values());
        ordered.forEach(container -> read.remove(container.objectGuid()));
        read.values().forEach(container -> omissions.unreadable(container.rdn() + " below " + baseDn));
        for (int from = 0; from < ordered.size(); from += BATCH) {
            PageBuilder page = evaluation.empty();
            ordered.subList(from, Math.min(from + BATCH, ordered.size())).forEach(page::container);
            writer.write(page, checkpoint);
        }
    }

    private void users(String baseDn, Checkpoint checkpoint) {
        Directory directory = session.directory();
        PagedSearch<Image> search = session.ask(() -> directory.users(baseDn));
        while (search.hasNext()) {
            List<Image> users = session.ask(search::next);
            writer.write(evaluation.enumerated(users), checkpoint);
        }
    }

    /**
     * Its objects are asked for one by one: each may have gone somewhere else than its container.
     *
     * @return those that were found neither alive nor deleted
     */
    private Map<ObjectGuid, String> withdraw(ObjectGuid container, Checkpoint checkpoint) {
        Map<ObjectGuid, String> missing = new LinkedHashMap<>();
        List<ObjectGuid> objects = journal.below(container, null, BATCH).await();
        while (!objects.isEmpty()) {
            Evaluation.Confirmed confirmed = evaluation.confirmed(objects, false);
            writer.write(confirmed.page(), checkpoint);
            confirmed
                    .missing()
                    .forEach((objectGuid, shadow) ->
                            missing.put(objectGuid, shadow.image().dn()));
            objects = journal.below(container, objects.getLast(), BATCH).await();
        }
        return missing;
    }
}
