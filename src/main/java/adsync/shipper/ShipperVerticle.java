package adsync.shipper;

import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.GroupRow;
import adsync.journal.GroupSettlement;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.OutboxRow;
import adsync.journal.Partition;
import adsync.journal.Settlement;
import adsync.mapping.Mapping;
import adsync.observe.LogKeys;
import adsync.shipper.ProviderGate.Passage;
import adsync.worker.Nap;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships the objects of one partition, one batch after the other, so that no object is ever in flight twice. Runs on a virtual
 * thread. The bus only wakes it; what there is to do is in the journal.
 */
public final class ShipperVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(ShipperVerticle.class);
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(5);
    private static final Duration BESIDE_A_PROBE = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final Partition partition;
    private final ShipperOptions options;
    private final Journal journal;
    private final Provider provider;
    private final Delivery delivery;
    private final GroupTurn groups;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer latency;
    private final DistributionSummary batchSizes;
    private final Promise<Void> ended = Promise.promise();
    private final Nap nap = new Nap();
    private boolean woken;
    private boolean stopping;
    private boolean journalFailed;

    /** A shipper for one partition. */
    public ShipperVerticle(
            Partition partition,
            ShipperOptions options,
            Journal journal,
            Provider provider,
            Mapping mapping,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.partition = partition;
        this.options = options;
        this.journal = journal;
        this.provider = provider;
        this.clock = clock;
        this.meters = meters;
        var verdict = new Verdict(clock, random);
        this.delivery = new Delivery(
                provider,
                new Planner(
                        mapping,
                        provider::takes,
                        provider::replaces,
                        options.deprovisioning(),
                        options.retention(),
                        clock),
                verdict,
                journal,
                options,
                clock);
        this.groups =
                new GroupTurn(partition, journal, new GroupDelivery(provider, journal, options, verdict, clock), clock);
        this.latency = ShipperMeter.LATENCY
                .timer()
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(meters);
        this.batchSizes = ShipperMeter.BATCH_SIZE.summary().register(meters);
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().<ChangeCommitted>localConsumer(ChangeCommitted.ADDRESS, message -> {
            if (partition.owns(message.body().change().objectGuid())) {
                wakeUp();
            }
        });
        vertx.eventBus().<WorkReleased>localConsumer(WorkReleased.ADDRESS, message -> wakeUp());
        context.runOnContext(begin -> work());
        return Future.succeededFuture();
    }

    /** Completes when the batch in flight is settled. */
    @Override
    public Future<?> stop() {
        stopping = true;
        wakeUp();
        return ended.future();
    }

    private void wakeUp() {
        woken = true;
        nap.wakeUp();
    }

    private void work() {
        try {
            boolean busy = false;
            while (!stopping) {
                busy = turn(busy);
            }
        } finally {
            ended.complete();
        }
    }

    /** One turn: a batch, or a wait. Returns whether there was a batch. */
    private boolean turn(boolean busy) {
        try {
            woken = false;
            Passage passage = provider.pass();
            if (passage == Passage.SHUT || !provider.ready()) {
                sleep(atMost(provider.shutFor().plus(BESIDE_A_PROBE)));
                return false;
            }
            int room = passage == Passage.PROBE ? 1 : Math.min(options.batchSize(), provider.room());
            if (room == 0) {
                sleep(atMost(provider.pause()));
                return busy;
            }
            List<OutboxRow> rows = gather(room, busy);
            if (!rows.isEmpty()) {
                ship(rows); // before anything else that may fail: what is claimed must be settled
            }
            int groupsShipped = passage == Passage.PROBE && !rows.isEmpty() ? 0 : shipGroups(passage == Passage.PROBE);
            if (passage == Passage.PROBE) {
                provider.probeUnused(); // perhaps there was nothing to send
            }
            if (rows.isEmpty() && groupsShipped == 0) {
                sleep(untilDue());
                return false;
            }
            return true;
        } catch (JournalException e) {
            journalFails(e);
        } catch (RuntimeException | Error e) {
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue(LogKeys.PARTITION, partition.number())
                    .log("shipper failed, it goes on");
        }
        provider.probeUnused();
        sleep(AFTER_FAILURE);
        return false;
    }

    /** A lone change goes at once; under load a batch that is not full waits a little for more. */
    private List<OutboxRow> gather(int size, boolean busy) {
        List<OutboxRow> rows =
                new ArrayList<>(journal.claim(partition, clock.instant(), size).await());
        Duration left = left(rows, options.linger(), clock.instant());
        if (busy && !rows.isEmpty() && rows.size() < size && left.isPositive() && !stopping) {
            Nap.pause(vertx, left);
            try {
                rows.addAll(journal.claim(partition, clock.instant(), size - rows.size())
                        .await());
            } catch (JournalException e) {
                journalFails(e); // what is claimed already must be shipped or it would stay claimed
            } catch (RuntimeException e) {
                LOGGER.atError()
                        .setCause(e)
                        .addKeyValue(LogKeys.PARTITION, partition.number())
                        .log("claim failed, what was claimed before is shipped");
            }
        }
        return rows;
    }

    /** How long rows may wait for others still: what came while a batch was in flight has waited already. */
    static Duration left(List<OutboxRow> rows, Duration linger, Instant now) {
        return rows.stream()
                .map(OutboxRow::firstSeenAt)
                .min(Comparator.naturalOrder())
                .map(oldest -> linger.minus(Duration.between(oldest, now)))
                .filter(left -> left.compareTo(linger) < 0) // the clock may have been put back
                .orElse(linger);
    }

    private void ship(List<OutboxRow> rows) {
        batchSizes.record(rows.size());
        List<Parcel> parcels = deliver(rows);
        int released = settle(rows, parcels);
        Instant now = clock.instant();
        parcels.forEach(parcel -> tell(event(parcel, now)));
        release(released);
    }

    private void release(int rows) {
        if (rows > 0) {
            vertx.eventBus().publish(WorkReleased.ADDRESS, new WorkReleased(rows), LOCAL);
        }
    }

    /** Groups have their turn beside the users. Returns how many there were. */
    private int shipGroups(boolean one) {
        List<GroupRow> rows = groups.claim(one);
        if (rows.isEmpty()) {
            return 0;
        }
        List<GroupSettlement> settlements = groups.deliver(rows);
        int released = settled(() -> journal.settleGroups(settlements));
        Instant now = clock.instant();
        settlements.forEach(settlement -> tell(GroupTurn.event(settlement, now)));
        release(released);
        return rows.size();
    }

    /** Whatever happens, each claimed row is settled: an unsettled one would not be shipped before the next start. */
    private List<Parcel> deliver(List<OutboxRow> rows) {
        try {
            return delivery.deliver(rows);
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue(LogKeys.PARTITION, partition.number())
                    .log("batch failed, its rows are shipped again");
            provider.probeUnused();
            Nap.pause(vertx, AFTER_FAILURE);
            return delivery.abandoned(rows, e);
        }
    }

    /** A settlement that cannot be written must not leave the rows claimed. */
    private int settle(List<OutboxRow> rows, List<Parcel> parcels) {
        try {
            return settled(() -> journal.settle(settlements(parcels)));
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue(LogKeys.PARTITION, partition.number())
                    .log("batch cannot be settled, its rows are shipped again");
            Nap.pause(vertx, AFTER_FAILURE);
            List<Settlement> abandoned = settlements(delivery.abandoned(rows, e));
            return settled(() -> journal.settle(abandoned));
        }
    }

    private static List<Settlement> settlements(List<Parcel> parcels) {
        return parcels.stream()
                .map(parcel -> Objects.requireNonNull(parcel.settlement()))
                .toList();
    }

    /** The provider has acted; a journal that cannot be written now must learn of it as soon as it can. */
    private int settled(Supplier<Future<Integer>> settling) {
        while (true) {
            try {
                int released = settling.get().await();
                journalWorks();
                return released;
            } catch (JournalException e) {
                journalFails(e);
                if (stopping) {
                    throw e;
                }
                Nap.pause(vertx, AFTER_FAILURE);
            }
        }
    }

    private static ChangeSettled event(Parcel parcel, Instant now) {
        OutboxRow row = parcel.row();
        return new ChangeSettled(
                row.correlationId(),
                row.objectGuid(),
                row.shadow().image().dn(),
                row.kind(),
                row.origin(),
                row.firstSeenAt(),
                parcel.answer().outcome(),
                parcel.answer().status(),
                parcel.answer().detail(),
                now);
    }

    private void tell(ChangeSettled settled) {
        ShipperMeter.SHIPMENTS
                .counter(meters, "outcome", settled.outcome().word())
                .increment();
        if (settled.outcome() == Outcome.SHIPPED) {
            Duration took = Duration.between(settled.firstSeenAt(), settled.settledAt());
            latency.record(took.isNegative() ? Duration.ZERO : took); // the clock may have been put back
        }
        vertx.eventBus().publish(ChangeSettled.ADDRESS, settled, LOCAL);
    }

    private Duration untilDue() {
        Optional<Instant> due = journal.nextDue(partition).await();
        return due.map(instant -> atMost(Duration.between(clock.instant(), instant)))
                .orElse(LONGEST_SLEEP);
    }

    private static Duration atMost(Duration wanted) {
        if (wanted.compareTo(SHORTEST_SLEEP) < 0) {
            return SHORTEST_SLEEP;
        }
        return wanted.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wanted;
    }

    private void sleep(Duration longest) {
        if (woken || stopping) {
            return;
        }
        nap.atMost(vertx, longest);
    }

    private void journalFails(JournalException e) {
        if (!journalFailed) {
            LOGGER.atError()
                    .addKeyValue(LogKeys.REASON, e.reason().name())
                    .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                    .log("journal fails, shipping waits");
        }
        journalFailed = true;
    }

    private void journalWorks() {
        if (journalFailed) {
            LOGGER.atInfo().log("journal works again, shipping goes on");
        }
        journalFailed = false;
    }
}
