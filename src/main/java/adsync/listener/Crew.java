package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Recheck;
import adsync.worker.Clocks;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Those who work on one session, and know each other. */
final class Crew {

    private final Session session;
    private final ListenerOptions options;
    private final Journal journal;
    private final Omissions omissions;
    private final Unconfirmed unconfirmed;
    private final PageWriter writer;
    private final Clocks clocks;
    private final Chains chains;
    private final Groups groups;
    private final Evaluation evaluation;

    Crew(
            Session session,
            ListenerOptions options,
            Journal journal,
            Omissions omissions,
            Unconfirmed unconfirmed,
            PageWriter writer,
            Clocks clocks,
            RandomGenerator random) {
        this.session = session;
        this.options = options;
        this.journal = journal;
        this.omissions = omissions;
        this.unconfirmed = unconfirmed;
        this.writer = writer;
        this.clocks = clocks;
        this.chains = new Chains(session, journal);
        Pages pages = new Pages(session, options, clocks.timeOfDay(), random);
        this.groups = new Groups(
                journal,
                new GroupPages(
                        session,
                        journal,
                        pages,
                        writer,
                        unconfirmed,
                        random,
                        options.scope().groups()),
                clocks,
                later());
        this.evaluation = new Evaluation(session, journal, chains, omissions, pages, groups, clocks.timeOfDay());
    }

    Evaluation evaluation() {
        return evaluation;
    }

    Groups groups() {
        return groups;
    }

    Chains chains() {
        return chains;
    }

    /** Makes all containers of the selected roots known. */
    void readContainers(Checkpoint checkpoint, BooleanSupplier stopping) {
        session.scope().roots().forEach(root -> {
            var reading = new ContainerReading(session, chains, omissions, evaluation, writer, root.dn());
            while (!stopping.getAsBoolean() && reading.step(checkpoint)) {
                // page after page
            }
        });
    }

    Enumeration enumeration(Progress progress, BooleanSupplier stopping, Runnable throttle) {
        return new Enumeration(session, journal, evaluation, writer, progress, stopping, throttle);
    }

    /** Begins a sweep. */
    Sweep sweep(Checkpoint checkpoint, Replication replication) {
        ObjectGuid namingContext = checkpoint.namingContext().guid();
        long known = journal.objects(namingContext).await();
        boolean traceless = journal.controllers().traceless(namingContext).await();
        return new Sweep(session, journal, evaluation, writer, replication, known, traceless);
    }

    /**
     * What is done between drains.
     *
     * @param interrupted whether something more urgent waits
     */
    Background background(Sweeping sweeping, BooleanSupplier interrupted) {
        var subtrees = new Subtrees(session, journal, evaluation, writer, unconfirmed, later(), this::subtree);
        var omitted = new Omitted(session, evaluation, writer, omissions, clocks.timeOfDay(), later());
        var regrouping = new Regrouping(session, journal, evaluation, writer);
        return new Background(
                List.of(subtrees, groups::read, omitted, regrouping, groups::note, sweeping, groups::place),
                journal,
                options.backgroundLimit(),
                clocks.steady(),
                interrupted);
    }

    private Later later() {
        return new Later(clocks.steady(), options.poll());
    }

    private Subtree subtree(Recheck recheck) {
        return new Subtree(session, journal, evaluation, writer, chains, omissions, recheck, options.names());
    }
}
