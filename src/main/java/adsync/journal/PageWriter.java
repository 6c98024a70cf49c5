package adsync.journal;

import adsync.change.Container;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Shadows.Source;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes one page of the listener part of a transaction. */
final class PageWriter {

    private final Session session;
    private final NamingContexts namingContexts;
    private final Containers containers;
    private final Shadows shadows;
    private final GroupWriter groups;
    private final ObjectWriter objects;
    private final Regroups regroups;
    private final Rechecks rechecks;
    private final Omissions omissions;
    private final Checkpoints checkpoints;
    private final Outbox outbox;
    private final Sequences sequences;
    private final Clock clock;

    PageWriter(Session session, Sequences sequences, GroupMarks marks, Clock clock) {
        this.session = session;
        this.namingContexts = new NamingContexts(session);
        this.containers = new Containers(session);
        this.shadows = new Shadows(session);
        this.regroups = new Regroups(session, clock);
        this.groups = new GroupWriter(session, regroups, marks);
        this.objects = new ObjectWriter(session, sequences, regroups, marks, clock);
        this.rechecks = new Rechecks(session);
        this.omissions = new Omissions(session);
        this.checkpoints = new Checkpoints(session);
        this.outbox = new Outbox(session, sequences);
        this.sequences = sequences;
        this.clock = clock;
    }

    List<Superseded> write(PageCommit page) throws SQLException {
        long namingContext = namingContexts.put(page.checkpoint().namingContext());
        regroups.begin(namingContext);
        if (!page.forgotten().isEmpty()) {
            shadows.forget(page.forgotten(), namingContext);
        }
        for (Container container : page.containers()) {
            containers.put(container, sequences);
        }
        regroups.done(page.regrouped()); // before the groups of this page set marks anew
        Origin seen = new Origin(page.checkpoint().domainController(), 0, clock.instant());
        for (GroupChange group : page.groups()) {
            groups.write(group, namingContext, seen);
        }
        List<Superseded> superseded = writeObjects(page, namingContext);
        for (ObjectGuid guid : page.seen()) {
            shadows.markSeen(guid, page.checkpoint().epoch());
        }
        for (ObjectGuid guid : page.removedContainers()) {
            containers.remove(guid);
        }
        containers.prune();
        rechecks.change(namingContext, page.recheck(), page.rechecked());
        omissions.change(namingContext, page.omissions());
        boolean anew = checkpoints.beginsEpoch(page.checkpoint());
        if (anew) {
            Meta.reconcileBegun(session, namingContext);
        }
        if (checkpoints.endsEnumeration(page.checkpoint())) {
            outbox.allAreRead(namingContext, clock.instant().plus(Turns.PATIENCE));
        }
        rememberUsn(page.checkpoint(), anew);
        Meta.rememberInvocation(
                session, page.checkpoint().domainController(), page.checkpoint().invocationId());
        checkpoints.put(page.checkpoint());
        return superseded;
    }

    /** A database that went back in time is taken as it is once it is read anew. */
    private void rememberUsn(Checkpoint checkpoint, boolean anew) throws SQLException {
        long known = Meta.highestUsn(session, checkpoint.invocationId());
        if (anew || checkpoint.highestCommittedUsn() > known) {
            Meta.rememberHighestUsn(session, checkpoint.invocationId(), checkpoint.highestCommittedUsn());
        }
    }

    /** Writes changes that no page brought. */
    List<Superseded> write(List<ObjectChange> changes) throws SQLException {
        boolean crowd = Turns.crowd(changes);
        List<Superseded> superseded = new ArrayList<>();
        for (ObjectChange change : changes) {
            superseded.addAll(objects.writeUnasked(change, crowd));
        }
        return superseded;
    }

    private List<Superseded> writeObjects(PageCommit page, long namingContext) throws SQLException {
        Source source = new Source(
                shadows.invocation(page.checkpoint().invocationId()),
                page.checkpoint().epoch(),
                namingContext,
                page.checkpoint().phase() == Checkpoint.Phase.ENUMERATING);
        Set<ObjectGuid> coming = page.objects().stream()
                .filter(change -> change.presence() == Presence.PRESENT)
                .map(change -> change.event().change().objectGuid())
                .collect(Collectors.toSet());
        boolean crowd = Turns.crowd(page);
        List<Superseded> superseded = new ArrayList<>();
        for (ObjectChange change : page.objects()) {
            superseded.addAll(objects.write(change, source, coming, crowd));
        }
        return superseded;
    }
}
