package adsync.listener;

import adsync.change.Container;
import adsync.change.ObjectGuid;
import adsync.directory.PagedSearch;
import adsync.journal.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the containers at and below a place known, each after the one above it: first all are read, then they are written. */
final class ContainerReading {

    private static final int BATCH = 500;

    private final Session session;
    private final Chains chains;
    private final Omissions omissions;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final String baseDn;
    private final PagedSearch<Container> search;
    private final Map<ObjectGuid, Container> read = new LinkedHashMap<>();
    private @Nullable List<Container> ordered;
    private int written;

    /** Begins to read. */
    ContainerReading(
            Session session,
            Chains chains,
            Omissions omissions,
            Evaluation evaluation,
            PageWriter writer,
            String baseDn) {
        this.session = session;
        this.chains = chains;
        this.omissions = omissions;
        this.evaluation = evaluation;
        this.writer = writer;
        this.baseDn = baseDn;
        this.search = session.ask(() -> session.directory().containers(baseDn));
    }

    /** Reads or writes a page. Returns false if all is written. */
    boolean step(Checkpoint checkpoint) {
        if (search.hasNext()) {
            session.ask(search::next).forEach(container -> read.put(container.objectGuid(), container));
            return true;
        }
        List<Container> all = ordered == null ? order() : ordered;
        ordered = all;
        if (written >= all.size()) {
            return false;
        }
        PageBuilder page = evaluation.empty();
        int to = Math.min(written + BATCH, all.size());
        all.subList(written, to).forEach(page::container);
        writer.write(page, checkpoint);
        written = to;
        return true;
    }

    private List<Container> order() {
        List<Container> all = chains.ordered(read.values());
        all.forEach(container -> read.remove(container.objectGuid()));
        read.values().forEach(container -> omissions.unreadable(container.rdn() + " below " + baseDn));
        read.clear();
        return all;
    }
}
