package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.PageCommit;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Superseded;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes pages durable, and only then tells the bus. */
final class PageWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(PageWriter.class);
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final Journal journal;
    private final EventBus bus;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Omissions omissions;

    PageWriter(Journal journal, EventBus bus, Clock clock, MeterRegistry meters, Omissions omissions) {
        this.journal = journal;
        this.bus = bus;
        this.clock = clock;
        this.meters = meters;
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
                page.containers(), page.groups(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), before));
        Map<ObjectChange, JournalException> refused = new LinkedHashMap<>();
        commitParts(page.objects(), before, refused);
        commit(new PageCommit(
                List.of(),
                List.of(),
                List.of(),
                page.seen(),
                page.removedContainers(),
                page.recheck(),
                page.rechecked(),
                page.regrouped(),
                page.checkpoint()));
        refused.forEach((change, cause) -> omissions.refused(
                change.event().change().objectGuid(), change.event().change().dn(), cause));
    }

    private void commitParts(
            List<ObjectChange> objects, Checkpoint before, Map<ObjectChange, JournalException> refused) {
        try {
            commit(new PageCommit(
                    List.of(), List.of(), objects, List.of(), List.of(), List.of(), List.of(), List.of(), before));
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
        List<Superseded> superseded = journal.commit(page).await();
        Map<ObjectGuid, ObjectChange> newest = page.objects().stream()
                .collect(Collectors.toMap(change -> change.event().change().objectGuid(), change -> change));
        superseded.forEach(old -> bus.publish(
                ChangeSettled.ADDRESS,
                settled(
                        old,
                        Objects.requireNonNull(newest.get(old.objectGuid())).event()),
                LOCAL));
        page.objects().forEach(change -> {
            ListenerMeter.CHANGES
                    .counter(meters, "kind", change.event().change().kind().word())
                    .increment();
            bus.publish(ChangeCommitted.ADDRESS, change.event(), LOCAL);
        });
    }

    private ChangeSettled settled(Superseded old, ChangeCommitted by) {
        return new ChangeSettled(
                old.correlationId(),
                old.objectGuid(),
                by.change().dn(),
                old.kind(),
                by.origin(),
                by.origin().seenAt(),
                ChangeSettled.Outcome.SUPERSEDED,
                0,
                by.correlationId().value(),
                clock.instant());
    }
}
