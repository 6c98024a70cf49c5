package adsync.shipper;

import adsync.change.Change;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.PasswordSettlement;
import adsync.journal.PasswordSettlement.Ended;
import adsync.journal.PasswordSettlement.Waits;
import adsync.journal.PasswordsReceived;
import adsync.journal.WaitingPassword;
import adsync.observe.LogKeys;
import adsync.scim.ScimOutcome;
import adsync.scim.SealedPassword;
import adsync.shipper.ProviderGate.Passage;
import adsync.worker.Nap;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships sealed passwords, each in a request of its own, beside the changes of accounts and not behind them. Runs on a virtual
 * thread. The bus only wakes it; what there is to do is in the journal.
 */
public final class PasswordVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(PasswordVerticle.class);
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private static final String PASSWORD_LAST_SET = "pwdLastSet";

    /** Requests under way at once; beside those of the accounts. */
    static final int BATCH = 16;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
    static final int LOOK_AT = 200;

    /** At once, so that nothing else waits for long. */
    static final int PAGES = 25;

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration AFTER_FAULT = Duration.ofMinutes(1);
    private static final String FAULT = "a fault of ADSync, see its log";

    private final PasswordOptions options;
    private final Journal journal;
    private final Provider provider;
    private final PasswordQuestions questions;
    private final PasswordRules rules;
    private final PasswordUpkeep upkeep;
    private final Clock clock;
    private final PasswordLog log;
    private final Promise<Void> ended = Promise.promise();
    private final Nap nap = new Nap();
    private final List<PasswordSettlement> answered = new ArrayList<>();
    private final Set<Long> underWay = new HashSet<>();
    private boolean woken;
    private boolean stopping;
    private boolean journalFailed;
    private boolean anyWaits = true;
    private Instant lookFrom = Instant.EPOCH;
    private long lookedUpTo;

    /**
     * A lane for one journal and one provider.
     *
     * @param holders who tells of those that the journal does not know
     * @param states what domain controllers themselves say
     */
    public PasswordVerticle(
            PasswordOptions options,
            Journal journal,
            Provider provider,
            SidHolders holders,
            PasswordStates states,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.options = options;
        this.journal = journal;
        this.provider = provider;
        var strangers = new Strangers(clock);
        var senders = new Senders(clock, states::others);
        this.questions = new PasswordQuestions(holders, states, strangers, senders, new Asking());
        this.rules = new PasswordRules(options.mustChange(), strangers, new PasswordEvidence(senders), clock, random);
        this.upkeep = new PasswordUpkeep(journal.passwords(), clock);
        this.clock = clock;
        this.log = new PasswordLog(LOGGER, clock, meters);
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().<PasswordsReceived>localConsumer(PasswordsReceived.ADDRESS, message -> received());
        vertx.eventBus()
                .<PasswordsRejected>localConsumer(
                        PasswordsRejected.ADDRESS,
                        message -> rejected(message.body().count()));
        vertx.eventBus()
                .<ChangeCommitted>localConsumer(
                        ChangeCommitted.ADDRESS,
                        message -> committed(message.body().change()));
        vertx.eventBus().<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> settled(message.body()));
        context.runOnContext(begin -> work());
        return Future.succeededFuture();
    }

    /** Completes when what is under way is settled. */
    @Override
    public Future<?> stop() {
        stopping = true;
        wakeUp();
        return ended.future();
    }

    /** The one before of a user ended with that. */
    private void received() {
        upkeep.someEnded();
        wakeUp();
    }

    private void rejected(int count) {
        log.rejected(count);
        received();
    }

    /** Perhaps that the directory tells of it is what a password waits for. */
    private void committed(Change change) {
        if (anyWaits
                && change instanceof Change.Updated updated
                && updated.deltas().keySet().stream().anyMatch(PASSWORD_LAST_SET::equalsIgnoreCase)) {
            release(change.objectGuid());
        }
    }

    /** Perhaps that account is what a password waits for. */
    private void settled(ChangeSettled change) {
        if (anyWaits && change.outcome() == ChangeSettled.Outcome.SHIPPED) {
            release(change.objectGuid());
        }
    }

    private void release(ObjectGuid user) {
        journal.passwords().release(user).onSuccess(released -> {
            if (released > 0) {
                wakeUp();
            }
        });
    }

    private void wakeUp() {
        woken = true;
        nap.wakeUp();
    }

    private void work() {
        try {
            while (!stopping) {
                turn();
            }
            awaitUnderWay();
        } catch (JournalException e) {
            journalFails(e); // what was taken is free again at the next start
        } finally {
            ended.complete();
        }
    }

    private void turn() {
        try {
            woken = false;
            upkeep.tidy();
            settleAnswered();
            if (underWay.size() >= BATCH) {
                sleep(LONGEST_SLEEP);
                return;
            }
            Optional<Instant> due = journal.passwords().nextDue().await();
            anyWaits = due.isPresent() || !underWay.isEmpty(); // others of those users may wait behind
            if (due.isEmpty() || due.get().isAfter(clock.instant())) {
                endWhatIsOver();
                sleep(due.map(next -> Duration.between(clock.instant(), next)).orElse(LONGEST_SLEEP));
                return;
            }
            Passage passage = provider.pass();
            if (passage == Passage.SHUT) {
                endWhatIsOver();
                sleep(provider.shutFor().plus(SHORTEST_SLEEP));
                return;
            }
            boolean any = passage == Passage.PROBE ? probe() : ship(BATCH - underWay.size());
            if (!any) {
                sleep(SHORTEST_SLEEP); // the accounts of those that are due are being changed
            }
            journalWorks();
        } catch (JournalException e) {
            journalFails(e);
            provider.probeUnused();
            sleep(AFTER_FAILURE);
        } catch (RuntimeException | Error e) {
            LOGGER.atError().setCause(e).log("password lane failed, it goes on");
            provider.probeUnused();
            sleep(AFTER_FAILURE);
        }
    }

    /** Takes and sends some, and waits for none of them; returns whether there were any. */
    private boolean ship(int most) {
        List<WaitingPassword> passwords =
                journal.passwords().claim(clock.instant(), most).await();
        deliver(passwords);
        return !passwords.isEmpty();
    }

    /** With one of them alone: whether the others follow shows with its answer. */
    private boolean probe() {
        Set<Long> others = Set.copyOf(underWay);
        boolean any = ship(1);
        while (!others.containsAll(underWay) && !stopping) {
            nap.atMost(vertx, LONGEST_SLEEP);
            settleAnswered();
        }
        provider.probeUnused(); // perhaps there was nothing to send
        return any;
    }

    /** Of what waits, for the provider or for its time: nobody's password is kept meanwhile who left. Many in several goes. */
    private void endWhatIsOver() {
        Instant now = clock.instant();
        if (!anyWaits || (now.isBefore(lookFrom) && !lookFrom.isAfter(now.plus(LOOK_EVERY)))) {
            return;
        }
        lookFrom = now.plus(LOOK_EVERY);
        for (int page = 0; page < PAGES && !stopping; page++) {
            List<WaitingPassword> some =
                    journal.passwords().waiting(now, lookedUpTo, LOOK_AT).await();
            questions.note(some);
            List<PasswordSettlement> over = some.stream()
                    .flatMap(password -> rules.before(password).stream())
                    .filter(Ended.class::isInstance)
                    .toList();
            settle(over);
            over.forEach(this::tell);
            lookedUpTo = some.size() < LOOK_AT ? 0 : some.getLast().sequence();
            if (lookedUpTo == 0) {
                break;
            }
        }
        questions.ask();
    }

    /** Answers come between its turns. */
    private final class Asking implements PasswordQuestions.Lane {

        @Override
        public void later(Runnable task) {
            context.runOnContext(told -> task.run());
        }

        @Override
        public void strangersKnown() {
            lookFrom = Instant.EPOCH;
            wakeUp();
        }

        @Override
        public void statesKnown(Set<ObjectGuid> users) {
            users.forEach(PasswordVerticle.this::release);
        }
    }

    private void deliver(List<WaitingPassword> passwords) {
        try {
            questions.note(passwords);
            questions.ask();
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("directories cannot be asked about passwords, it goes on without");
        }
        for (WaitingPassword password : passwords) {
            unlessItFails(password, () -> rules.before(password).ifPresentOrElse(answered::add, () -> send(password)));
        }
        settleAnswered();
    }

    /** What was taken has to be settled, or it is nobody's until the next start. */
    private void unlessItFails(WaitingPassword password, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue("eventId", password.id())
                    .log("a password cannot be handled, it waits");
            answered.add(new Waits(password, clock.instant().plus(AFTER_FAULT), FAULT, true, false));
        }
    }

    private void send(WaitingPassword password) {
        WaitingPassword.User user = Objects.requireNonNull(password.user());
        Future<ScimOutcome> answer = provider.password(new SealedPassword(
                new CorrelationId(password.id()), // the same with each try, and in the audit log
                user.providerId().orElseThrow(),
                password.sealed(),
                rules.temporary(password),
                options.way()));
        String doubt = rules.doubt(password);
        underWay.add(password.sequence());
        answer.onSuccess(outcome -> context.runOnContext(told -> {
            underWay.remove(password.sequence());
            unlessItFails(password, () -> answered.add(rules.after(password, outcome, doubt)));
            wakeUp();
        }));
    }

    /** Each as soon as it is answered: one that hangs holds up no other. */
    private void settleAnswered() {
        while (!answered.isEmpty()) {
            List<PasswordSettlement> some = List.copyOf(answered);
            answered.clear();
            int waited = settle(some);
            some.forEach(this::tell);
            if (waited > 0) {
                vertx.eventBus().publish(WorkReleased.ADDRESS, new WorkReleased(waited), LOCAL);
            }
        }
    }

    private void awaitUnderWay() {
        settleAnswered();
        while (!underWay.isEmpty()) {
            nap.atMost(vertx, LONGEST_SLEEP);
            settleAnswered();
        }
    }

    /** The provider has acted; a journal that cannot be written now must learn of it as soon as it can. */
    private int settle(List<PasswordSettlement> settlements) {
        while (!settlements.isEmpty()) {
            try {
                return journal.passwords().settle(settlements, clock.instant()).await();
            } catch (JournalException e) {
                journalFails(e);
                if (stopping) {
                    throw e;
                }
                woken = false; // answers that come meanwhile do not mend it
                sleep(AFTER_FAILURE);
            }
        }
        return 0;
    }

    private void tell(PasswordSettlement settlement) {
        if (settlement instanceof Ended) {
            upkeep.someEnded();
        }
        log.tell(settlement);
    }

    private void journalFails(JournalException e) {
        if (!journalFailed) {
            LOGGER.atError()
                    .addKeyValue(LogKeys.REASON, e.reason().name())
                    .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                    .log("journal fails, passwords wait");
        }
        journalFailed = true;
    }

    private void journalWorks() {
        journalFailed = false;
    }

    private void sleep(Duration wanted) {
        if (woken || stopping) {
            return;
        }
        Duration atMost = wanted.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : wanted;
        nap.atMost(vertx, atMost.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : atMost);
    }
}
