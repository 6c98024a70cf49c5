package adsync.shipper;

import adsync.change.Origin;
import adsync.directory.DirectoryException;
import adsync.journal.Checkpoint;
import adsync.journal.Comparison;
import adsync.journal.Comparison.Findings;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.mapping.Mapping;
import adsync.observe.LogKeys;
import adsync.worker.Nap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares all accounts with those that the provider has: again and again, so slowly that it costs less than a request a second, and
 * at once when somebody asks for it. How far it is survives a restart. Runs on a virtual thread.
 */
public final class ComparisonVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(ComparisonVerticle.class);
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    /** Between the requests of one that nobody asked for. */
    static final Duration UNHURRIED = Duration.ofMillis(1100);

    private static final Duration WHILE_LOADING = Duration.ofSeconds(2);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final Optional<Duration> every;
    private final Journal journal;
    private final Provider provider;
    private final ComparisonState state;
    private final Comparing comparing;
    private final Clock clock;
    private final Promise<Void> ended = Promise.promise();
    private final Nap nap = new Nap();
    private @Nullable Comparison current;
    private @Nullable ComparisonRequested requested;
    private boolean hurried;
    private boolean failing;
    private boolean stopping;

    /**
     * Compares for a provider.
     *
     * @param every how long after the begin of one the next is begun; empty for only when asked
     * @param whereabouts where those are whose accounts are there although we do not know them
     * @param options how changes are shipped
     */
    public ComparisonVerticle(
            Optional<Duration> every,
            Journal journal,
            Provider provider,
            Mapping mapping,
            Whereabouts whereabouts,
            ShipperOptions options,
            ComparisonState state,
            Clock clock) {
        this.every = every;
        this.journal = journal;
        this.provider = provider;
        this.state = state;
        this.clock = clock;
        this.comparing = new Comparing(
                journal,
                provider,
                new AccountComparison(mapping, provider::takes, options.absences()),
                new OrphanSearch(whereabouts, options.retention(), clock),
                state,
                clock);
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().<ComparisonRequested>localConsumer(ComparisonRequested.ADDRESS, message -> {
            requested = message.body();
            wakeUp();
        });
        context.runOnContext(begin -> work());
        return Future.succeededFuture();
    }

    /** Completes when the step that is being made is done. */
    @Override
    public Future<?> stop() {
        stopping = true;
        wakeUp();
        return ended.future();
    }

    private void wakeUp() {
        nap.wakeUp();
    }

    private void work() {
        try {
            while (!stopping) {
                sleep(turn());
            }
        } finally {
            ended.complete();
        }
    }

    /** Makes a step if there is one to make; returns how long to wait for the next. */
    private Duration turn() {
        try {
            Comparison now = current();
            if (now == null) {
                return provider.held() ? AFTER_FAILURE : WHILE_LOADING;
            }
            if (now.over()) {
                return untilNext(now);
            }
            if (provider.held() || !provider.ready()) {
                return AFTER_FAILURE;
            }
            Comparison then = comparing.step(now);
            current = then;
            failing = false;
            moved(now, then);
            return then.over() || hurried ? Duration.ZERO : UNHURRIED;
        } catch (UnansweredException | JournalException | DirectoryException e) {
            tell(e);
        } catch (RuntimeException | Error e) {
            LOGGER.atError().setCause(e).log("the comparison with the provider failed, it goes on");
        }
        return AFTER_FAILURE;
    }

    private void tell(RuntimeException e) {
        if (!failing) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                    .log("the comparison with the provider waits");
        }
        failing = true;
    }

    /** The one that is going on, or the last one; begins one that was asked for. Null as long as the first is not to begin yet. */
    private @Nullable Comparison current() {
        Comparison known = current;
        if (known == null) {
            known = remembered();
        }
        ComparisonRequested asked = requested;
        if (asked != null) {
            known = begin(Comparison.begin(
                    known == null ? 1 : known.number() + 1,
                    asked.repairing(),
                    asked.insisting(),
                    asked.withdrawing(),
                    clock.instant()));
            requested = null;
            hurried = true;
        }
        current = known;
        return known;
    }

    private @Nullable Comparison remembered() {
        Optional<Comparison> begun = journal.comparisons().begun().await();
        state.restore(begun, journal.comparisons().complete().await());
        return begun.or(this::first).orElse(null);
    }

    /**
     * If there never was one, the first is due as if one had ended now. But if accounts were there before ours, as after a lost
     * journal, it is begun as soon as the first load is over: they may be those of people who left meanwhile.
     */
    private Optional<Comparison> first() {
        if (provider.held() || !provider.ready()) {
            return Optional.empty();
        }
        if (provider.heldAccounts()) {
            return loaded() ? Optional.of(begin(Comparison.begin(1, clock.instant()))) : Optional.empty();
        }
        Instant now = clock.instant();
        Comparison none = Comparison.begin(0, now).ended(now, "");
        journal.comparisons()
                .compared(none, Map.of(), Set.of(), new Origin("", 0, now))
                .await();
        return Optional.of(none);
    }

    /** Whether the directory was read and shipped; what waits for a person does not count. */
    private boolean loaded() {
        List<Checkpoint> checkpoints = journal.checkpoints().await();
        return !checkpoints.isEmpty()
                && checkpoints.stream().allMatch(one -> one.phase() == Checkpoint.Phase.FOLLOWING)
                && journal.outboxSize().await() == 0;
    }

    private Comparison begin(Comparison begun) {
        journal.comparisons()
                .compared(begun, Map.of(), Set.of(), new Origin("", 0, begun.begunAt()))
                .await();
        state.moved(begun, List.of());
        LOGGER.atInfo().addKeyValue("comparison", begun.number()).log("comparing all accounts with the provider");
        return begun;
    }

    private Duration untilNext(Comparison last) {
        hurried = false;
        if (every.isEmpty()) {
            return LONGEST_SLEEP;
        }
        Duration wait = Duration.between(clock.instant(), last.begunAt().plus(every.get()));
        if (wait.isPositive()) {
            return wait.compareTo(LONGEST_SLEEP) < 0 ? wait : LONGEST_SLEEP;
        }
        current = begin(Comparison.begin(last.number() + 1, clock.instant()));
        return UNHURRIED;
    }

    private void moved(Comparison before, Comparison now) {
        if (now.repairing() && repaired(now) > repaired(before)) {
            vertx.eventBus().publish(WorkReleased.ADDRESS, new WorkReleased(1), LOCAL);
        }
        if (now.over()) {
            told(now);
        }
    }

    private static long repaired(Comparison comparison) {
        return Stream.of(comparison.findings(), comparison.groups())
                .mapToLong(found -> found.missing() + found.drifted() + found.orphaned())
                .sum();
    }

    private static void told(Comparison done) {
        Findings groups = done.groups();
        Findings findings = done.findings();
        var line = done.refusal().isEmpty() ? LOGGER.atInfo() : LOGGER.atError();
        line.addKeyValue("comparison", done.number())
                .addKeyValue("listed", findings.listed())
                .addKeyValue("missing", findings.missing())
                .addKeyValue("drifted", findings.drifted())
                .addKeyValue("unkept", findings.unkept())
                .addKeyValue("foreign", findings.foreign())
                .addKeyValue("duplicate", findings.duplicate())
                .addKeyValue("orphaned", findings.orphaned())
                .addKeyValue("groupsListed", groups.listed())
                .addKeyValue("groupsMissing", groups.missing())
                .addKeyValue("groupsDrifted", groups.drifted())
                .addKeyValue("groupsForeign", groups.foreign())
                .addKeyValue(LogKeys.REASON, Objects.requireNonNullElse(done.refusal(), ""))
                .log(
                        done.refusal().isEmpty()
                                ? "all accounts are compared with the provider"
                                : "the comparison with the provider is given up");
    }

    private void sleep(Duration longest) {
        if (stopping || requested != null || longest.isZero()) {
            return;
        }
        nap.atMost(vertx, longest);
    }
}
