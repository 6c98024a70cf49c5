package adsync.listener;

import adsync.change.Shadow;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import java.util.List;

/**
 * Looks again at the services of users whose groups changed. What is to do is kept in the journal until it is done; where there are no
 * services, nobody is looked at, and whoever configures some has everybody enumerated.
 */
final class Regrouping implements Backlog {

    private static final int BATCH = 500;

    private final Session session;
    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;

    Regrouping(Session session, Journal journal, Evaluation evaluation, PageWriter writer) {
        this.session = session;
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
    }

    @Override
    public boolean step(Drain drain) {
        if (!session.services().any()) {
            return false;
        }
        Checkpoint checkpoint = drain.checkpoint();
        List<Shadow> marked = journal.regroups(checkpoint.namingContext().guid(), checkpoint.epoch(), BATCH)
                .await();
        if (marked.isEmpty()) {
            return false;
        }
        PageBuilder page = evaluation.derived(marked);
        page.regrouped(marked.stream().map(user -> user.image().objectGuid()).toList());
        writer.write(page, checkpoint);
        return true;
    }
}
