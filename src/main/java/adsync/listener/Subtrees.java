package adsync.listener;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.Located;
import adsync.directory.PagedSearch;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates whole subtrees: DirSync names the container that was moved or deleted, never what lives in it. */
final class Subtrees {

    private static final int BATCH = 500;

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;

    Subtrees(Session session, Journal journal, Evaluation evaluation, PageWriter writer) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
    }

    /** Does what earlier pages left to do; what is interrupted is done again from the start of its container. */
    void recheckAll(Checkpoint checkpoint) {
        for (ObjectGuid container : journal.rechecks().await()) {
            recheck(container, checkpoint);
        }
    }

    private void recheck(ObjectGuid container, Checkpoint checkpoint) {
        Directory directory = session.directory();
        Optional<Located> located = session.ask(() -> directory.locate(container))
                .filter(object -> !object.deleted() && session.scope().contains(object.dn()));
        PageBuilder last = evaluation.empty();
        if (located.isPresent()) {
            containers(located.get().dn(), checkpoint);
            users(located.get().dn(), checkpoint);
        } else {
            withdraw(container, checkpoint);
            last.removedContainer(container);
        }
        last.rechecked(container);
        writer.write(last, checkpoint);
    }

    /** Makes the containers at and below a place known, each after the one above it. */
    void containers(String baseDn, Checkpoint checkpoint) {
        Directory directory = session.directory();
        PagedSearch<Container> search = session.ask(() -> directory.containers(baseDn));
        Map<ObjectGuid, Container> read = new HashMap<>();
        while (search.hasNext()) {
            session.ask(search::next).forEach(container -> read.put(container.objectGuid(), container));
        }
        List<Container> ordered = new ArrayList<>();
        for (Container container : List.copyOf(read.values())) {
            addFromAbove(container, read, ordered);
        }
        for (int from = 0; from < ordered.size(); from += BATCH) {
            PageBuilder page = evaluation.empty();
            ordered.subList(from, Math.min(from + BATCH, ordered.size())).forEach(page::container);
            writer.write(page, checkpoint);
        }
    }

    private void addFromAbove(Container container, Map<ObjectGuid, Container> read, List<Container> ordered) {
        if (read.remove(container.objectGuid()) == null) {
            return;
        }
        if (container.objectGuid().equals(session.scope().root())) {
            ordered.add(evaluation.rootContainer());
            return;
        }
        Container above = read.get(container.parent());
        if (above != null) {
            addFromAbove(above, read, ordered);
        } else if (ordered.isEmpty()) {
            evaluation.chain(container.parent(), Map.of()).ifPresent(ordered::addAll);
        }
        ordered.add(container);
    }

    private void users(String baseDn, Checkpoint checkpoint) {
        Directory directory = session.directory();
        PagedSearch<Image> search = session.ask(() -> directory.users(baseDn));
        while (search.hasNext()) {
            List<Image> users = session.ask(search::next);
            writer.write(evaluation.enumerated(users), checkpoint);
        }
    }

    /** Its objects are asked for one by one: each may have gone somewhere else than its container. */
    private void withdraw(ObjectGuid container, Checkpoint checkpoint) {
        List<ObjectGuid> objects = journal.below(container, null, BATCH).await();
        while (!objects.isEmpty()) {
            writer.write(evaluation.confirmed(objects), checkpoint);
            objects = journal.below(container, objects.getLast(), BATCH).await();
        }
    }
}
