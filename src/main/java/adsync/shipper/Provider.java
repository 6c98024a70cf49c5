package adsync.shipper;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.observe.HealthCheck;
import adsync.observe.LogKeys;
import adsync.scim.BulkOutcome;
import adsync.scim.BulkRequest;
import adsync.scim.FoundUser;
import adsync.scim.ScimClient;
import adsync.scim.ScimException;
import adsync.scim.ScimGroups;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOutcome;
import adsync.scim.SealedPassword;
import adsync.scim.UserPage;
import adsync.shipper.ProviderGate.Passage;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one provider that all shippers share: its client, the circuit in front of it, and what was learned about it. Thread-safe.
 * Every answer passes by the gate.
 */
public final class Provider {

    private static final Logger LOGGER = LoggerFactory.getLogger(Provider.class);

    private static final ScimOutcome HELD = new ScimOutcome.Busy(0, Optional.empty(), "shipping is held");

    private final ScimClient client;
    private final Journal journal;
    private final ProviderGate gate;
    private final Assessor assessor;
    private final Throttle throttle;
    private final Clock steady;
    private final Vocabulary vocabulary = new Vocabulary();
    private final Offer offer;
    private final ExternalIdCheck externalIds;
    private final boolean unasked;
    private boolean open;
    private @Nullable Future<Void> opening;
    private boolean heldAccounts = true;

    /**
     * Shares a client.
     *
     * @param steady for its own waits: nobody sets it
     */
    public Provider(
            ScimClient client,
            Journal journal,
            ShipperOptions options,
            Clock steady,
            RandomGenerator random,
            MeterRegistry meters) {
        this.client = client;
        this.journal = journal;
        this.steady = steady;
        this.gate = new ProviderGate(steady, random);
        this.assessor = new Assessor(client, gate);
        this.throttle = new Throttle(options.concurrency(), steady, meters);
        this.offer = new Offer(client, options.batchSize(), steady);
        this.externalIds = new ExternalIdCheck(client);
        this.unasked = options.unasked();
        ShipperMeter.BULK_LIMIT.gauge(meters, this::bulkOperations);
        ShipperMeter.EXTERNAL_ID_LOST.gauge(meters, () -> externalIds.lost() ? 1 : 0);
        ShipperMeter.HELD.gauge(meters, () -> gate.shut() ? 1 : 0);
    }

    /** How the provider is. */
    public HealthCheck health() {
        return new ProviderHealth(gate, externalIds);
    }

    Passage pass() {
        return gate.pass();
    }

    Duration shutFor() {
        return gate.remaining();
    }

    boolean held() {
        return gate.shut();
    }

    /** How many objects may be sent now without more requests than the provider takes; 0 if none may. */
    int room() {
        int requests = throttle.room();
        return requests > 0 && bulkOperations() > 1 && !replaces() ? Integer.MAX_VALUE : requests;
    }

    /** How long until one more may be sent; zero if it may. */
    Duration pause() {
        return throttle.pause();
    }

    void probeUnused() {
        gate.probeUnused();
    }

    /**
     * Learns whether the provider holds accounts, once, and what it can do, now and then. Returns false if it cannot be asked now, which the
     * gate then knows.
     */
    boolean ready() {
        Future<Void> asked = opening();
        if (asked == null) {
            offer.renew();
            return true;
        }
        try {
            asked.await();
            return true;
        } catch (ScimException unanswered) {
            return false; // the gate knows
        }
    }

    /**
     * One question for all who ask. Whoever was let through before nobody answered does not ask again: its answer would come when it
     * says nothing any more.
     */
    private synchronized @Nullable Future<Void> opening() {
        if (open || opening != null) {
            return opening;
        }
        if (gate.blocked()) {
            return Future.failedFuture(new ScimException(HELD, "shipping is held"));
        }
        Future<Void> asked = discover().recover(this::notOpened);
        if (!open && !asked.isComplete()) {
            opening = asked;
        }
        return asked;
    }

    /** Whatever it is, a 404 too: here it is the provider's, no object's. */
    private synchronized Future<Void> notOpened(Throwable failure) {
        opening = null;
        if (failure instanceof ScimException unanswered) {
            gate.fails(unanswered.outcome(), String.valueOf(unanswered.getMessage()));
        }
        return Future.failedFuture(failure);
    }

    private Future<Void> discover() {
        return offer.ask()
                .compose(features -> client.schemas()
                        .otherwise(Set.of()) // a provider need not have them
                        .map(schemas -> {
                            vocabulary.learn(schemas);
                            return features;
                        }))
                .compose(features -> journal.providerHeldAccounts()
                        .compose(
                                known -> known.isPresent() ? approvedIfUnasked().map(known.get()) : askForAccounts())
                        .map(this::opened));
    }

    private Future<Boolean> askForAccounts() {
        return client.countUsers()
                .compose(count -> (count > 0 && !unasked ? holdFirstLoad(count) : Future.<Void>succeededFuture())
                        .compose(held -> journal.rememberProviderHeldAccounts(count > 0))
                        .map(count > 0));
    }

    /** A person who says so at the start approves what waits since an earlier one, or was rejected then. */
    private Future<Void> approvedIfUnasked() {
        if (!unasked) {
            return Future.succeededFuture();
        }
        return journal.holds()
                .map(holds -> holds.stream()
                        .filter(hold -> hold.kind() == HazardKind.FIRST_LOAD)
                        .max(Comparator.comparingLong(Hold::id))
                        .filter(hold -> hold.state() != Hold.State.APPROVED))
                .compose(barred -> barred.isEmpty()
                        ? Future.succeededFuture()
                        : journal.hold(HazardKind.FIRST_LOAD)
                                .compose(open -> journal.approve(open))
                                .mapEmpty());
    }

    private Future<Void> holdFirstLoad(long count) {
        return journal.hold(HazardKind.FIRST_LOAD)
                .onSuccess(hold -> LOGGER.atWarn()
                        .addKeyValue(LogKeys.COUNT, count)
                        .addKeyValue("hold", hold.id())
                        .log(
                                "the provider holds accounts already: the first load waits to be approved, by adsync approve {}",
                                hold.id()))
                .mapEmpty();
    }

    private synchronized @Nullable Void opened(boolean held) {
        heldAccounts = held;
        open = true;
        opening = null;
        gate.learn(new ScimOutcome.Applied(200));
        return null;
    }

    /** Whether the provider takes a path of a resource. */
    boolean takes(String path) {
        return vocabulary.takes(path);
    }

    /** Whether users are changed by PUT, for want of PATCH. */
    boolean replaces() {
        return offer.replaces();
    }

    /** Whether accounts may exist that our journal does not know of, so that each creation must be looked up first. */
    synchronized boolean heldAccounts() {
        return heldAccounts;
    }

    Optional<BulkLadder> ladder() {
        return offer.ladder();
    }

    int bulkOperations() {
        return ladder().map(BulkLadder::operations).orElse(0);
    }

    int bulkPayload() {
        return ladder().map(BulkLadder::payload).orElse(0);
    }

    /** Sends one operation as soon as the concurrency limit allows. Never fails. */
    Future<Weighed> single(ScimOperation operation) {
        return limited(() -> client.execute(operation), Future.succeededFuture(HELD))
                .compose(outcome -> outcome.equals(HELD)
                        ? Future.succeededFuture(Weighed.notSent(HELD))
                        : externalIds.note(operation, outcome).compose(noted -> assessor.weigh(operation, outcome)));
    }

    /** Sends something about a group as soon as the concurrency limit allows. Never fails. */
    Future<Weighed> group(String key, Function<ScimGroups, Future<ScimOutcome>> request) {
        return limited(() -> request.apply(client.groups()), Future.succeededFuture(HELD))
                .compose(outcome -> outcome.equals(HELD)
                        ? Future.succeededFuture(Weighed.notSent(HELD))
                        : assessor.weigh(key, outcome, Assessor.detail(outcome)));
    }

    /** Looks for groups; fails with an {@link UnansweredException} if the provider cannot be asked. */
    <T> Future<T> findGroups(String key, Function<ScimGroups, Future<T>> request) {
        return search(key, () -> request.apply(client.groups()));
    }

    /**
     * Gives an account a password, beside the changes of accounts and their limit. Never fails. An answer that may be about this one
     * password alone says nothing about the provider.
     */
    Future<ScimOutcome> password(SealedPassword password) {
        if (gate.blocked()) {
            return Future.succeededFuture(HELD);
        }
        return throttle.atOnce(() -> client.password(password)).onSuccess(outcome -> {
            if (!Assessor.unclear(outcome)) {
                gate.learn(outcome);
            } else if (outcome.status() == 0) {
                gate.fails(outcome, "");
            }
        });
    }

    private <T> Future<T> limited(Supplier<Future<T>> request, Future<T> held) {
        return throttle.inTurn(request, gate::blocked, held);
    }

    /** Sends one bulk request, and learns how large the next one may be. Never fails. */
    Future<BulkOutcome> bulk(BulkRequest request) {
        Instant begun = steady.instant();
        return throttle.atOnce(() -> client.bulk(request)).map(answer -> {
            learn(answer, request.size(), request.octets(), Duration.between(begun, steady.instant()));
            return answer;
        });
    }

    private void learn(BulkOutcome answer, int sent, int octets, Duration took) {
        BulkLadder rungs = ladder().orElseThrow(); // without one nothing goes in bulk
        switch (answer) {
            case BulkOutcome.Answered answered -> rungs.answered(sent, took);
            case BulkOutcome.TooLarge tooLarge -> rungs.tooLarge(sent, octets);
            case BulkOutcome.Unsupported none -> rungs.unsupported();
            case BulkOutcome.Whole whole -> {
                if (!Assessor.unclear(whole.outcome())) {
                    gate.learn(whole.outcome());
                } else if (whole.outcome().status() != 0) {
                    rungs.failed();
                }
            }
        }
    }

    /** The answer to each operation of a bulk request that the provider answered, or refused as a whole. */
    Future<List<Weighed>> weigh(List<ScimOperation> operations, List<ScimOutcome> outcomes) {
        return externalIds.note(operations, outcomes).compose(noted -> assessor.weigh(operations, outcomes));
    }

    /** Whose an account is. */
    ExternalIdCheck externalIds() {
        return externalIds;
    }

    /**
     * Looks for the account of an object. Where the provider may keep no externalId, by the login: only an account whose creation had
     * no known end is the object's then.
     *
     * @param login which the object should have, if it can have any
     * @return empty if there is none, or no single one
     * @throws UnansweredException if the provider cannot be asked
     */
    Future<Optional<FoundUser>> find(String externalId, Supplier<Optional<String>> login) {
        return externalIds.lost()
                ? findOwn(externalId, login)
                : search(externalId, () -> client.findByExternalId(externalId))
                        .map(Provider::only)
                        .compose(found -> found.isEmpty() && externalIds.doubtful(externalId)
                                ? findOwn(externalId, login)
                                : Future.succeededFuture(found));
    }

    private Future<Optional<FoundUser>> findOwn(String externalId, Supplier<Optional<String>> login) {
        return login.get()
                .map(this::findByLogin)
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(found -> found.filter(account -> externalIds.belongs(account, externalId)));
    }

    /** Looks for the account that has a login. */
    Future<Optional<FoundUser>> findByLogin(String userName) {
        return search(userName, () -> client.findByUserName(userName)).map(Provider::only);
    }

    /** Reads an account by the provider's id; empty if it is not there any more. */
    Future<Optional<FoundUser>> read(String id) {
        return search(id, () -> client.read(id));
    }

    /** A page of all accounts. Fails like {@link #read}. */
    Future<UserPage> page(long startIndex, int count) {
        return search("page", () -> client.page(startIndex, count));
    }

    private static Optional<FoundUser> only(List<FoundUser> found) {
        if (found.size() > 1) {
            throw new AmbiguousAccountException(found.size());
        }
        return found.stream().findFirst();
    }

    private <T> Future<T> search(String key, Supplier<Future<T>> request) {
        return limited(request, Future.failedFuture(new ScimException(HELD, "shipping is held")))
                .recover(failure -> failure instanceof ScimException refused
                        ? unanswered(key, refused).compose(Future::failedFuture)
                        : Future.failedFuture(failure));
    }

    private Future<UnansweredException> unanswered(String key, ScimException refused) {
        String detail = String.valueOf(refused.getMessage());
        ScimOutcome outcome = refused.outcome();
        if (outcome.equals(HELD)) {
            return Future.succeededFuture(new UnansweredException(Weighed.notSent(HELD), detail));
        }
        // Whatever it is, it is no answer: not even that what was searched for is missing.
        ScimOutcome failure = Assessor.worked(outcome) ? new ScimOutcome.Failed(outcome.status(), detail) : outcome;
        return assessor.weigh(key, failure, detail).map(answer -> new UnansweredException(answer, detail));
    }
}
