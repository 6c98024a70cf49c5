package adsync.listener;

import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.Omission;
import adsync.journal.PageCommit;
import adsync.journal.PageCommit.ObjectChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes pages durable, and only then tells the bus. */
final class PageWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(PageWriter.class);

    private final Journal journal;
    private final Announcer announcer;
    private final Omissions omissions;
    private final Runnable groupsChanged;

    /**
     * Writes nothing yet.
     *
     * @param groupsChanged called when it may be for others to look again at their users
     */
    PageWriter(Journal journal, Announcer announcer, Omissions omissions, Runnable groupsChanged) {
        this.groupsChanged = groupsChanged;
        this.journal = journal;
        this.announcer = announcer;
        this.omissions = omissions;
    }

    /** Returns once the page is durable. An object that alone makes the journal refuse it is named and left out. */
    void write(PageBuilder page, Checkpoint checkpoint) {
        PageCommit commit = page.build(checkpoint);
        try {
            commit(commit);
        } catch (JournalException e) {
            if (e.reason() != JournalException.Reason.FAILED || commit.objects().isEmpty()) {
                throw e;
            }
            isolate(commit, e);
        }
    }

    /** The checkpoint only moves with the last part: if that fails too, it was no object's fault and nothing was left out. */
    private void isolate(PageCommit page, JournalException why) {
        LOGGER.atWarn().setCause(why).log("the journal refused a page, it is written in parts");
        Checkpoint before = journal.checkpoint(page.checkpoint().namingContext().guid())
                .await()
                .orElseThrow(() -> why);
        commit(new PageCommit(
                page.containers(),
                page.groups(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                before));
        Map<ObjectChange, JournalException> refused = new LinkedHashMap<>();
        commitParts(page.objects(), before, refused);
        List<Omission> omitted = new ArrayList<>(page.omissions());
        refused.forEach(
                (change, cause) -> omitted.add(Omissions.refusal(change.event().change(), cause)));
        commit(new PageCommit(
                List.of(),
                List.of(),
                List.of(),
                page.seen(),
                page.removedContainers(),
                page.recheck(),
                page.rechecked(),
                page.regrouped(),
                omitted,
                page.forgotten(),
                page.checkpoint()));
        refused.forEach((change, cause) -> omissions.refused(change.event().change(), cause));
    }

    private void commitParts(
            List<ObjectChange> objects, Checkpoint before, Map<ObjectChange, JournalException> refused) {
        try {
            commit(new PageCommit(
                    List.of(), List.of(), objects, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                    Set.of(), before));
        } catch (JournalException e) {
            if (e.reason() != JournalException.Reason.FAILED) {
                throw e;
            }
            if (objects.size() == 1) {
                refused.put(objects.getFirst(), e);
            } else {
                int half = objects.size() / 2;
                commitParts(objects.subList(0, half), before, refused);
                commitParts(objects.subList(half, objects.size()), before, refused);
            }
        }
    }

    private void commit(PageCommit page) {
        announcer.tell(page.objects(), journal.commit(page).await());
        omissions.keep(page.omissions());
        if (!page.groups().isEmpty()) {
            groupsChanged.run();
        }
    }
}
