package adsync.shipper;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.journal.OutboxRow;
import adsync.journal.Partition;
import adsync.mapping.Mapping;
import adsync.scim.ScimClient;
import adsync.scim.ScimException;
import adsync.scim.ScimOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Ships what a journal has to ship without sending it: rows are claimed, planned, judged by the guard and settled as in a run, only
 * that the provider is a copy of the real one, and that waits are not waited for. The journal is changed by it as by a run, so it
 * has to be a copy too. Its methods block.
 */
public final class Rehearsal implements AutoCloseable {

    private static final Partition ALL = new Partition(0, 1);
    private static final int BATCH = 200;

    private final Journal journal;
    private final AccountFile accounts;
    private final RehearsedProvider rehearsed;
    private final RehearsalNotes notes;
    private final Provider provider;
    private final RehearsalClock later;
    private final Delivery delivery;

    /**
     * A rehearsal.
     *
     * @param real only asked, never told
     * @param journal a copy
     * @param file for the provider's accounts, which are personal data; it does not exist yet
     * @throws IOException if the file cannot be created
     */
    public Rehearsal(
            ScimClient real,
            Journal journal,
            Mapping mapping,
            ShipperOptions options,
            Path file,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters)
            throws IOException {
        this.journal = journal;
        accounts = new AccountFile(file);
        rehearsed = new RehearsedProvider(real, accounts);
        notes = new RehearsalNotes(journal, rehearsed);
        later = new RehearsalClock(clock.instant());
        provider = new Provider(rehearsed, journal, options, later, random, meters);
        // However long a row would have to wait, it is planned as at this moment.
        Clock moment = Clock.fixed(clock.instant(), clock.getZone());
        var planner = new Planner(mapping, provider::takes, options.deprovisioning(), options.retention(), moment);
        delivery = new Delivery(provider, planner, new Verdict(later, random), journal, options, later);
    }

    /** Copies the provider's accounts; can be done while something else is. Fails with a {@link ScimException}. */
    public Future<Void> copyAccounts() {
        return rehearsed.copy();
    }

    /**
     * Ships everything, once the accounts are copied.
     *
     * @param told of each account to which something would happen
     * @throws ScimException if the provider does not answer a question
     */
    public RehearsalSummary run(Consumer<Rehearsed> told) {
        long holding = rehearsed.countUsers().await();
        boolean approval = awaitsApproval(holding);
        if (!provider.ready()) {
            throw unanswered();
        }
        shipAll();
        return notes.tell(told, holding, approval);
    }

    /** What {@link Provider#ready} would ask a person, were it not told that one has been asked. */
    private boolean awaitsApproval(long holding) {
        if (journal.providerHeldAccounts().await().isEmpty()) {
            return holding > 0;
        }
        return journal.holds().await().stream()
                .filter(hold -> hold.kind() == HazardKind.FIRST_LOAD)
                .max(Comparator.comparingLong(Hold::id))
                .filter(hold -> hold.state() != Hold.State.APPROVED)
                .isPresent();
    }

    private ScimException unanswered() {
        return rehearsed.failure() instanceof ScimException known
                ? known
                : new ScimException(
                        new ScimOutcome.Unknown(0, ""), "the provider cannot be asked: " + rehearsed.failure());
    }

    /** While a batch is planned, the journal settles the one before and claims the next. */
    private void shipAll() {
        Future<Integer> settling = Future.succeededFuture(0);
        Future<List<OutboxRow>> claim = claim();
        while (true) {
            List<OutboxRow> rows = claim.await();
            if (rows.isEmpty()) {
                settling.await();
                rows = claimDue();
            }
            if (rows.isEmpty()) {
                return;
            }
            claim = claim();
            List<Parcel> parcels = ship(rows);
            settling.await();
            settling = journal.settle(parcels.stream()
                    .map(parcel -> Objects.requireNonNull(parcel.settlement()))
                    .toList());
        }
    }

    private Future<List<OutboxRow>> claim() {
        return journal.claim(ALL, later.instant(), BATCH);
    }

    /** The next rows, now or at the time when they are due; empty if there are none any more. */
    private List<OutboxRow> claimDue() {
        List<OutboxRow> rows = claim().await();
        Optional<Instant> due = journal.nextDue(ALL).await();
        while (rows.isEmpty() && due.isPresent()) {
            later.advanceTo(due.get());
            rows = claim().await();
            due = journal.nextDue(ALL).await();
        }
        return rows;
    }

    private List<Parcel> ship(List<OutboxRow> rows) {
        List<Parcel> parcels = delivery.deliver(rows);
        if (rehearsed.failure() != null) {
            throw unanswered();
        }
        parcels.forEach(notes::note);
        return parcels;
    }

    @Override
    public void close() throws IOException {
        accounts.close();
    }
}
