package adsync.shipper;

import adsync.journal.Comparison;
import adsync.journal.GroupRow;
import adsync.journal.GroupSettlement;
import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.journal.OutboxRow;
import adsync.journal.Partition;
import adsync.journal.Settlement;
import adsync.mapping.Mapping;
import adsync.observe.Progress;
import adsync.scim.ScimClient;
import adsync.scim.ScimException;
import adsync.scim.ScimOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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

    /** Each may have hundreds of members that change. */
    private static final int GROUPS = 16;

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Journal journal;
    private final Mapping mapping;
    private final Absences absences;
    private final MeterRegistry meters;
    private final Clock moment;
    private final AccountFile accounts;
    private final RehearsedProvider rehearsed;
    private final RehearsalNotes notes;
    private final Provider provider;
    private final RehearsalClock later;
    private final Delivery delivery;
    private final GroupDelivery groups;
    private Optional<RehearsedComparison> comparison = Optional.empty();
    private final Progress progress = new Progress();

    /** How often something was worked out. */
    private final AtomicLong planned = new AtomicLong();

    private boolean begun;

    /** How many accounts the provider has. */
    private long holding;

    /** Whether nothing is shipped before a person approves the first load. */
    private boolean approval;

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
        rehearsed = new RehearsedProvider(real, accounts, journal.comparisons());
        notes = new RehearsalNotes(journal, rehearsed);
        later = new RehearsalClock(clock.instant());
        provider = new Provider(rehearsed, journal, options, later, random, meters);
        this.mapping = mapping;
        this.absences = options.absences();
        this.meters = meters;
        // However long a row would have to wait, it is planned as at this moment.
        moment = Clock.fixed(clock.instant(), clock.getZone());
        var planner = new Planner(
                mapping, provider::takes, provider::replaces, options.deprovisioning(), options.retention(), moment);
        var verdict = new Verdict(later, random);
        delivery = new Delivery(provider, planner, verdict, journal, options, later);
        groups = new GroupDelivery(provider, journal, options, verdict, later);
    }

    /** Copies the provider's accounts; can be done while something else is. Fails with a {@link ScimException}. */
    public Future<Void> copyAccounts() {
        return rehearsed.copy();
    }

    /** How many accounts are copied. For any thread. */
    public long copied() {
        return accounts.size();
    }

    /** How far {@link #run} is. For any thread. */
    public Progress progress() {
        return progress;
    }

    /**
     * Ships what a listener has found, as it finds it, once the accounts are copied. The time stands still meanwhile: what has to
     * wait waits until {@link #run}, when all of it is known.
     *
     * @param found completes when the listener has found all there is
     * @throws ScimException if the provider does not answer a question
     */
    public void shipUntil(Future<?> found) {
        begin();
        do {
            shipDue();
        } while (!completesWithin(PAUSE, found));
    }

    private static boolean completesWithin(Duration most, Future<?> future) {
        try {
            future.await(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /**
     * Has {@link #run} compare with the provider, as a start does by itself: after a first load into a provider that held accounts, and
     * when it is time to.
     *
     * @param whereabouts where those are whose accounts are there although we do not know them
     * @param retention how long the account of somebody who is gone is kept, where it is deleted after a while
     * @param every how often it is made; empty for only when asked
     */
    public void comparing(Whereabouts whereabouts, Optional<Duration> retention, Optional<Duration> every) {
        var compared = new Comparing(
                journal,
                provider,
                new AccountComparison(mapping, provider::takes, absences),
                new OrphanSearch(whereabouts, retention, moment),
                new ComparisonState(meters),
                moment);
        comparison = Optional.of(new RehearsedComparison(journal, provider, compared, every, moment.instant()));
    }

    /**
     * Ships everything, once the accounts are copied.
     *
     * @param told of each account and group to which something would happen
     * @throws ScimException if the provider does not answer a question
     * @throws adsync.directory.DirectoryException if the directory does not answer one of the comparison
     */
    public RehearsalSummary run(Consumer<Rehearsed> told) {
        begin();
        long before = planned.get();
        progress.begin(
                "working out what changes",
                () -> planned.get() - before,
                journal.statistics().await().outbox());
        ship();
        comparison.ifPresent(this::compare);
        var differing = new AtomicLong();
        progress.begin("telling what changes", differing::get, 0);
        return notes.tell(
                one -> {
                    differing.incrementAndGet();
                    told.accept(one);
                },
                holding,
                approval);
    }

    private void ship() {
        ship(Instant.MAX);
    }

    private void ship(Instant until) {
        do {
            shipDue();
            shipGroups();
        } while (putForward(until));
    }

    /** In the time that its steps take in a run: the guard sees together what is found within its grace. */
    private void compare(RehearsedComparison comparing) {
        Optional<Comparison> now = comparing.begun();
        while (now.filter(one -> !one.over()).isPresent()) {
            long listed = now.get().findings().listed();
            progress.begin("comparing with the provider", () -> listed, holding);
            try {
                now = now.map(comparing::step);
            } catch (UnansweredException e) {
                throw unanswered();
            }
            Instant next = later.instant().plus(ComparisonVerticle.UNHURRIED);
            ship(next);
            later.advanceTo(next);
        }
        ship();
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        holding = rehearsed.countUsers().await();
        approval = awaitsApproval();
        if (!provider.ready()) {
            throw unanswered();
        }
    }

    /** What {@link Provider#ready} would ask a person, were it not told that one has been asked. */
    private boolean awaitsApproval() {
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

    /** Ships what is due now. While a batch is planned, the journal settles the one before and claims the next. */
    private void shipDue() {
        Future<?> settling = Future.succeededFuture();
        List<OutboxRow> rows = claim().await();
        while (!rows.isEmpty()) {
            Future<List<OutboxRow>> next = claim();
            List<Settlement> settlements = ship(rows).stream()
                    .map(parcel -> Objects.requireNonNull(parcel.settlement()))
                    .toList();
            settling.await();
            settling = journal.settle(settlements);
            rows = next.await();
            if (rows.isEmpty()) {
                settling.await(); // which may have made others due
                rows = claim().await();
            }
        }
    }

    /**
     * Once all is known: a group must get nobody who is about to go. Behind the accounts that are due, which are its members, but
     * before time goes on, because the guard counts both. Nothing of a group makes an account due.
     */
    private void shipGroups() {
        List<GroupRow> rows = journal.claimGroups(ALL, later.instant(), GROUPS).await();
        while (!rows.isEmpty()) {
            List<GroupSettlement> settlements =
                    rows.stream().map(groups::deliver).toList();
            if (rehearsed.failure() != null) {
                throw unanswered();
            }
            settlements.forEach(notes::note);
            journal.settleGroups(settlements).await();
            rows = journal.claimGroups(ALL, later.instant(), GROUPS).await();
        }
    }

    private Future<List<OutboxRow>> claim() {
        return journal.claim(ALL, later.instant(), BATCH);
    }

    /** Makes it the time when the next row is due; returns false if none waits for a time until then. */
    private boolean putForward(Instant until) {
        Optional<Instant> due = journal.nextDue(ALL).await().filter(next -> !next.isAfter(until));
        due.ifPresent(later::advanceTo);
        return due.isPresent();
    }

    private List<Parcel> ship(List<OutboxRow> rows) {
        List<Parcel> parcels = delivery.deliver(rows);
        if (rehearsed.failure() != null) {
            throw unanswered();
        }
        parcels.forEach(notes::note);
        planned.addAndGet(parcels.size());
        return parcels;
    }

    @Override
    public void close() throws IOException {
        accounts.close();
    }
}
