package adsync.shipper;

import adsync.change.Shadow;
import adsync.directory.DirectoryException;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.GuardRules;
import adsync.journal.Hazard;
import adsync.journal.Journal;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.journal.Ruling;
import adsync.mapping.Adoption;
import adsync.observe.LogKeys;
import adsync.scim.BulkOutcome;
import adsync.scim.BulkRequest;
import adsync.scim.FoundUser;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOutcome;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one batch to the provider: plans, looks up where an account may exist, sends in bulk or singly, and goes round again
 * for what the answers have left open. At the end every parcel is settled.
 */
final class Delivery {

    private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

    /** Below this a bulk request saves nothing and only makes its first operation wait for its last. */
    private static final int WORTH_A_BULK = 8;

    /** Rounds of planning and sending: look up, create; or patch, find it missing, look up, create. */
    private static final int ROUNDS = 4;

    /** HTTP 409 (RFC 7644 3.12). */
    private static final int CONFLICT = 409;

    private final Provider provider;
    private final Planner planner;
    private final Takeover takeover;
    private final Verdict verdict;
    private final LoginExchange exchange;
    private final Journal journal;
    private final Adoption adoption;
    private final GuardRules guard;
    private final Clock clock;

    /** Rows of others, of any partition, that were taken in the course of this delivery. */
    private final List<Parcel> borrowed = new ArrayList<>();

    Delivery(
            Provider provider, Planner planner, Verdict verdict, Journal journal, ShipperOptions options, Clock clock) {
        this.provider = provider;
        this.planner = planner;
        this.takeover = new Takeover(planner, options.absences());
        this.verdict = verdict;
        this.exchange = new LoginExchange(provider, planner, verdict, journal);
        this.journal = journal;
        this.adoption = options.adoption();
        this.guard = options.guard();
        this.clock = clock;
    }

    /**
     * Returns the settled parcels, in the order of their rows; behind them those of others that had to give way, which are to be
     * settled too.
     */
    List<Parcel> deliver(List<OutboxRow> rows) {
        borrowed.clear();
        boolean held = provider.heldAccounts();
        List<Parcel> parcels = rows.stream()
                .map(row -> new Parcel(row, !row.claimedBefore() && (row.link().isPresent() || !held)))
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            List<Parcel> open = parcels.stream().filter(Parcel::open).toList();
            if (open.isEmpty()) {
                break;
            }
            round(open);
        }
        parcels.stream()
                .filter(Parcel::open)
                .forEach(parcel -> verdict.tryAgain(parcel, 0, "the provider's answers contradict each other"));
        return Stream.concat(parcels.stream(), borrowed.stream()).toList();
    }

    /** Parcels of rows whose delivery broke in the middle: what became of them is not known. */
    List<Parcel> abandoned(List<OutboxRow> rows, RuntimeException why) {
        List<Parcel> parcels = Stream.concat(rows.stream(), borrowed.stream().map(Parcel::row))
                .map(row -> new Parcel(row, false))
                .toList();
        parcels.forEach(parcel -> verdict.abandon(parcel, String.valueOf(why.getMessage())));
        return parcels;
    }

    private void round(List<Parcel> open) {
        List<Parcel> singly = new ArrayList<>(); // what is urgent, above all
        List<Parcel> ready = new ArrayList<>();
        List<Parcel> unsure = new ArrayList<>();
        List<Parcel> harmless = new ArrayList<>();
        Map<Parcel, Hazard> hazards = new LinkedHashMap<>();
        for (Parcel parcel : open) {
            if (parcel.conflict() != null && parcel.link().isPresent()) {
                unsure.add(parcel); // a renaming that met another account
                continue;
            }
            switch (plan(parcel)) {
                case Plan.Settled nothing -> verdict.unchanged(parcel);
                case Plan.Refuse refuse -> verdict.park(parcel, 0, refuse.cause());
                case Plan.LookUp first -> unsure.add(parcel);
                case Plan.Send send -> {
                    parcel.sending(send.operation(), send.digests());
                    if (send.hazards().isEmpty()) {
                        harmless.add(parcel);
                    } else {
                        hazards.put(parcel, new Hazard(parcel.row(), send.hazards()));
                    }
                }
            }
        }
        Stream.concat(harmless.stream(), passed(hazards).stream())
                .forEach(parcel -> (parcel.row().shadow().present() && !parcel.alone() ? ready : singly).add(parcel));
        singles(singly);
        if (provider.bulkOperations() > 1 && ready.size() >= WORTH_A_BULK) {
            bulks(ready);
        } else {
            singles(ready);
        }
        lookUp(unsure);
    }

    /** Asks the guard; what may not pass now is settled by that. */
    private List<Parcel> passed(Map<Parcel, Hazard> hazards) {
        if (hazards.isEmpty()) {
            return List.of();
        }
        Iterator<Ruling> rulings = journal.judge(List.copyOf(hazards.values()), guard, clock.instant())
                .await()
                .iterator();
        List<Parcel> passed = new ArrayList<>();
        for (Parcel parcel : hazards.keySet()) {
            switch (rulings.next()) {
                case Ruling.Pass pass -> passed.add(parcel);
                case Ruling.Wait wait -> verdict.askAgain(parcel, wait.until());
                case Ruling.Held held -> verdict.hold(parcel, held.hold(), held.kind());
            }
        }
        return passed;
    }

    /** A row that breaks the mapping must not break the batch. */
    private Plan plan(Parcel parcel) {
        try {
            return planner.plan(parcel.row(), parcel.link(), parcel.sure());
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue(LogKeys.OBJECT_GUID, parcel.row().objectGuid().toString())
                    .log("an object breaks the mapping");
            return new Plan.Refuse("it breaks the mapping: " + e.getMessage());
        }
    }

    private void singles(List<Parcel> parcels) {
        List<Future<Weighed>> answers = new ArrayList<>();
        parcels.forEach(parcel -> answers.add(provider.single(sentOf(parcel))));
        for (int i = 0; i < answers.size(); i++) {
            Parcel parcel = parcels.get(i);
            verdict.judge(parcel, sentOf(parcel), answers.get(i).await());
        }
    }

    private static ScimOperation sentOf(Parcel parcel) {
        return Objects.requireNonNull(parcel.operation());
    }

    private void bulks(List<Parcel> parcels) {
        List<Parcel> rest = parcels;
        while (!rest.isEmpty()) {
            int operations = provider.bulkOperations();
            if (operations <= 1 || provider.held()) {
                singles(rest);
                return;
            }
            var request = new BulkRequest(provider.bulkPayload());
            for (Parcel parcel : rest.subList(0, Math.min(operations, rest.size()))) {
                if (!request.add(sentOf(parcel))) {
                    break;
                }
            }
            if (bulk(rest.subList(0, request.size()), request)) {
                rest = rest.subList(request.size(), rest.size());
            }
        }
    }

    /** Returns false if nothing was done and a smaller request, or singles, are to be sent instead. */
    private boolean bulk(List<Parcel> parcels, BulkRequest request) {
        return switch (provider.bulk(request).await()) {
            case BulkOutcome.Answered answered -> {
                judge(parcels, answered.outcomes());
                yield true;
            }
            case BulkOutcome.TooLarge smaller -> false;
            case BulkOutcome.Unsupported none -> false;
            case BulkOutcome.Whole whole
            when whole.outcome() instanceof ScimOutcome.Denied && Assessor.unclear(whole.outcome()) -> {
                singles(parcels); // nothing was done; perhaps because of one of them
                yield true;
            }
            case BulkOutcome.Whole whole -> {
                judge(parcels, Collections.nCopies(parcels.size(), whole.outcome()));
                yield true;
            }
        };
    }

    /** A creation of unknown fate is looked up in the next round; anything else can simply be sent again. */
    private void judge(List<Parcel> parcels, List<ScimOutcome> outcomes) {
        List<ScimOperation> operations = parcels.stream().map(Delivery::sentOf).toList();
        List<Weighed> answers = provider.weigh(operations, outcomes).await();
        List<Parcel> again = new ArrayList<>();
        for (int i = 0; i < parcels.size(); i++) {
            boolean repeatable = !(operations.get(i) instanceof ScimOperation.Create);
            if (repeatable && outcomes.get(i) instanceof ScimOutcome.Unknown) {
                again.add(parcels.get(i));
            } else {
                verdict.judge(parcels.get(i), operations.get(i), answers.get(i));
            }
        }
        singles(again);
    }

    private void lookUp(List<Parcel> parcels) {
        List<Future<Optional<FoundUser>>> searches = parcels.stream()
                .map(parcel -> parcel.link()
                        .map(link -> provider.read(link.providerId()))
                        .orElseGet(() -> provider.find(externalId(parcel), () -> login(parcel))))
                .toList();
        for (int i = 0; i < parcels.size(); i++) {
            Parcel parcel = parcels.get(i);
            Future<Optional<FoundUser>> search = searches.get(i);
            asking(parcel, () -> found(parcel, search.await()));
        }
    }

    private void found(Parcel parcel, Optional<FoundUser> account) {
        boolean linked = parcel.link().isPresent();
        String conflict = parcel.conflict();
        if (account.isEmpty() && linked) {
            parcel.forgetLink();
        } else if (conflict != null && account.isPresent() == linked) {
            loginTaken(parcel, conflict);
        } else {
            account.ifPresent(user -> provider.externalIds().known(externalId(parcel)));
            parcel.found(account.map(user -> takeover.link(parcel.row(), user, parcel.link())));
        }
    }

    /** A row that breaks the mapping must not break the batch: it has no login then. */
    private Optional<String> login(Parcel parcel) {
        try {
            return planner.userName(parcel.row());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String externalId(Parcel parcel) {
        return parcel.row().objectGuid().toString();
    }

    /** We were refused because something has its login, and it is not its own account. */
    private void loginTaken(Parcel parcel, String said) {
        Optional<FoundUser> holder = planner.userName(parcel.row())
                .flatMap(login -> provider.findByLogin(login).await());
        boolean ourselves = holder.isPresent()
                && parcel.link()
                        .filter(link -> link.providerId().equals(holder.get().id()))
                        .isPresent();
        if (holder.isEmpty() || ourselves) {
            // Perhaps its holder has just been renamed.
            verdict.tryAgain(parcel, CONFLICT, "something unique of it is taken at the provider: " + said);
            return;
        }
        FoundUser account = holder.get();
        Optional<Shadow> known = exchange.owner(account);
        if (known.isPresent()) {
            loginOfOurs(parcel, account, known.get());
        } else if (parcel.link().isEmpty() && mayTake(parcel, account)) {
            parcel.found(Optional.of(takeover.link(parcel.row(), account, Optional.empty())));
        } else {
            verdict.park(
                    parcel,
                    CONFLICT,
                    "its login belongs to account " + account.id()
                            + ", which is not ours: delete or rename that one, or set provider.adopt");
        }
    }

    /** Somebody who is there keeps a login until it is to be another; somebody who is gone gives it to a successor. */
    private void loginOfOurs(Parcel parcel, FoundUser account, Shadow owner) {
        String whose = "its login still belongs to account " + account.id() + " of "
                + owner.image().dn();
        if (owner.present()) {
            exchange.settle(parcel, account, owner, CONFLICT, whose);
        } else if (!planner.keepsAccounts()) {
            verdict.tryAgain(parcel, CONFLICT, whose + ", who is gone: that account is to be deleted first");
        } else {
            Optional<OutboxRow> row = journal.claimWithdrawn(owner.image().objectGuid(), parcel.row())
                    .await();
            if (row.isEmpty()) {
                verdict.tryAgain(parcel, CONFLICT, whose + ", who is gone: that account is to be disabled first");
            } else {
                release(parcel, account, new Parcel(row.get(), true), whose);
            }
        }
    }

    private void release(Parcel successor, FoundUser account, Parcel gone, String whose) {
        borrowed.add(gone);
        Optional<Link> link = gone.link().filter(known -> known.providerId().equals(account.id()));
        if (link.isEmpty()) {
            verdict.unchanged(gone);
            verdict.park(
                    successor, CONFLICT, whose + ", who is gone and has another account: delete or rename that one");
            return;
        }
        Plan.Send send = planner.release(gone.row(), link.get(), account.userName());
        gone.sending(send.operation(), send.digests());
        verdict.judge(gone, send.operation(), provider.single(send.operation()).await());
        if (gone.open()) {
            verdict.tryAgain(gone, CONFLICT, "its account cannot give up its login");
        }
        if (gone.answer().outcome() == Outcome.SHIPPED) {
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.OBJECT_GUID, gone.row().objectGuid().toString())
                    .log("the account of somebody who is gone gives its login to a successor");
            successor.resolved();
        } else {
            verdict.tryAgain(
                    successor,
                    CONFLICT,
                    whose + ", who is gone, and cannot be freed: "
                            + gone.answer().detail());
        }
    }

    private boolean mayTake(Parcel parcel, FoundUser account) {
        return mayAdopt(account) || provider.externalIds().belongs(account, externalId(parcel));
    }

    private boolean mayAdopt(FoundUser account) {
        return switch (adoption) {
            case NEVER -> false;
            case UNMANAGED -> account.externalId().isEmpty();
            case ALWAYS -> true;
        };
    }

    /** What cannot be asked now is asked later; what has no clear answer waits for a person. */
    private void asking(Parcel parcel, Runnable question) {
        try {
            question.run();
        } catch (UnansweredException e) {
            verdict.failed(parcel, e.answer(), String.valueOf(e.getMessage()));
        } catch (DirectoryException e) {
            verdict.askDirectory(parcel, String.valueOf(e.getMessage()));
        } catch (AmbiguousAccountException e) {
            verdict.park(parcel, CONFLICT, String.valueOf(e.getMessage()));
        }
    }
}
