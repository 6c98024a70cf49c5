package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Looks again at the services of users whose groups changed. What is to do is kept in the journal until it is done. */
final class Regrouping {

    private static final int BATCH = 500;

    private final Journal journal;
    private final Evaluation evaluation;
    private final PageWriter writer;
    private final BooleanSupplier stopping;
    private final Runnable throttle;

    Regrouping(Journal journal, Evaluation evaluation, PageWriter writer, BooleanSupplier stopping, Runnable throttle) {
        this.journal = journal;
        this.evaluation = evaluation;
        this.writer = writer;
        this.stopping = stopping;
        this.throttle = throttle;
    }

    void run(Checkpoint checkpoint) {
        ObjectGuid namingContext = checkpoint.namingContext().guid();
        List<Shadow> marked = journal.regroups(namingContext, BATCH).await();
        while (!marked.isEmpty() && !stopping.getAsBoolean()) {
            throttle.run();
            writer.write(evaluation.regrouped(marked), checkpoint);
            marked = journal.regroups(namingContext, BATCH).await();
        }
    }
}
