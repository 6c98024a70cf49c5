package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.journal.Journal;
import adsync.journal.OutboxRow;
import adsync.mapping.Adoption;
import adsync.observe.LogKeys;
import adsync.scim.BulkOutcome;
import adsync.scim.BulkRequest;
import adsync.scim.FoundUser;
import adsync.scim.ScimException;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOutcome;
import adsync.shipper.Provider.AmbiguousAccountException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private final Verdict verdict;
    private final Journal journal;
    private final Adoption adoption;

    Delivery(Provider provider, Planner planner, Verdict verdict, Journal journal, Adoption adoption) {
        this.provider = provider;
        this.planner = planner;
        this.verdict = verdict;
        this.journal = journal;
        this.adoption = adoption;
    }

    /** Returns the settled parcels, in the order of their rows. */
    List<Parcel> deliver(List<OutboxRow> rows) {
        boolean held = provider.heldAccounts();
        List<Parcel> parcels = rows.stream()
                .map(row -> new Parcel(row, !row.claimedBefore() && !held))
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
        return parcels;
    }

    /** Parcels of rows whose delivery broke in the middle: what became of them is not known. */
    List<Parcel> abandoned(List<OutboxRow> rows, RuntimeException why) {
        List<Parcel> parcels = rows.stream().map(row -> new Parcel(row, false)).toList();
        parcels.forEach(parcel -> verdict.wait(parcel, 0, String.valueOf(why.getMessage()), true));
        return parcels;
    }

    private void round(List<Parcel> open) {
        List<Parcel> urgent = new ArrayList<>();
        List<Parcel> ready = new ArrayList<>();
        List<Parcel> unsure = new ArrayList<>();
        for (Parcel parcel : open) {
            switch (plan(parcel)) {
                case Plan.Settled nothing -> verdict.unchanged(parcel);
                case Plan.Refuse refuse -> verdict.park(parcel, 0, refuse.cause());
                case Plan.LookUp first -> unsure.add(parcel);
                case Plan.Send send -> {
                    parcel.sending(send.operation(), send.digests());
                    (parcel.row().shadow().present() ? ready : urgent).add(parcel);
                }
            }
        }
        singles(urgent);
        if (provider.bulkOperations() > 1 && ready.size() >= WORTH_A_BULK) {
            bulks(ready);
        } else {
            singles(ready);
        }
        lookUp(unsure);
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
        List<Future<ScimOutcome>> answers = new ArrayList<>();
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
            case BulkOutcome.Whole whole -> {
                parcels.forEach(parcel -> verdict.judge(parcel, sentOf(parcel), whole.outcome()));
                yield true;
            }
        };
    }

    /** A creation of unknown fate is looked up in the next round; anything else can simply be sent again. */
    private void judge(List<Parcel> parcels, List<ScimOutcome> outcomes) {
        List<Parcel> again = new ArrayList<>();
        for (int i = 0; i < parcels.size(); i++) {
            Parcel parcel = parcels.get(i);
            if (outcomes.get(i) instanceof ScimOutcome.Unknown && !(sentOf(parcel) instanceof ScimOperation.Create)) {
                again.add(parcel);
            } else {
                verdict.judge(parcel, sentOf(parcel), outcomes.get(i));
            }
        }
        singles(again);
    }

    private void lookUp(List<Parcel> parcels) {
        List<Future<Optional<FoundUser>>> searches = parcels.stream()
                .map(parcel -> provider.find(parcel.row().objectGuid().toString()))
                .toList();
        for (int i = 0; i < parcels.size(); i++) {
            Parcel parcel = parcels.get(i);
            Future<Optional<FoundUser>> search = searches.get(i);
            asking(parcel, () -> {
                Optional<FoundUser> found = search.await();
                if (found.isPresent() || parcel.conflict() == null) {
                    parcel.found(found.map(planner::known));
                } else {
                    loginTaken(parcel, parcel.conflict());
                }
            });
        }
    }

    /** Our creation was refused because something has its login, and it is not our own account. */
    private void loginTaken(Parcel parcel, String said) {
        Optional<FoundUser> holder = planner.userName(parcel.row())
                .flatMap(login -> provider.findByLogin(login).await());
        if (holder.isEmpty()) {
            verdict.park(parcel, CONFLICT, "something unique of it is taken at the provider: " + said);
            return;
        }
        FoundUser account = holder.get();
        if (account.externalId().map(this::isOurs).orElse(false)) {
            verdict.tryAgain(parcel, CONFLICT, "its login still belongs to another account of ours, " + account.id());
        } else if (mayAdopt(account)) {
            parcel.found(Optional.of(planner.known(account)));
        } else {
            verdict.park(
                    parcel,
                    CONFLICT,
                    "its login belongs to account " + account.id()
                            + ", which is not ours: delete or rename that one, or set" + " provider.adopt");
        }
    }

    private boolean mayAdopt(FoundUser account) {
        return switch (adoption) {
            case NEVER -> false;
            case UNMANAGED -> account.externalId().isEmpty();
            case ALWAYS -> true;
        };
    }

    private boolean isOurs(String externalId) {
        try {
            ObjectGuid guid = ObjectGuid.parse(externalId);
            return journal.shadows(List.of(guid)).await().containsKey(guid);
        } catch (IllegalArgumentException notAnObjectGuid) {
            return false;
        }
    }

    /** What cannot be asked now is asked later; what has no clear answer waits for a person. */
    private void asking(Parcel parcel, Runnable question) {
        try {
            question.run();
        } catch (ScimException e) {
            verdict.wait(parcel, e.outcome().status(), String.valueOf(e.getMessage()), true);
        } catch (AmbiguousAccountException e) {
            verdict.park(parcel, CONFLICT, String.valueOf(e.getMessage()));
        }
    }
}
