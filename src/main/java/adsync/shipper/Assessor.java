package adsync.shipper;

import adsync.scim.FoundUser;
import adsync.scim.ScimClient;
import adsync.scim.ScimDigest;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOutcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out whose doing an answer is, one object's or the provider's, and tells the gate. Thread-safe. */
final class Assessor {

    /** HTTP 401 (RFC 9110 15.5.2): always about our login. */
    private static final int UNAUTHORIZED = 401;

    private final ScimClient client;
    private final ProviderGate gate;
    private @Nullable Future<Boolean> asking;

    Assessor(ScimClient client, ProviderGate gate) {
        this.client = client;
        this.gate = gate;
    }

    /** The answer to a single operation. Never fails. */
    Future<Weighed> weigh(ScimOperation operation, ScimOutcome outcome) {
        if (outcome instanceof ScimOutcome.Unknown && outcome.status() == Verdict.ACCEPTED) {
            return accepted(operation, outcome);
        }
        return weigh(key(operation), outcome, detail(outcome));
    }

    /** Whose failure it is, if it is one, is found out by asking something that has to do with no object. Never fails. */
    Future<Weighed> weigh(String object, ScimOutcome outcome, String detail) {
        if (!unclear(outcome)) {
            gate.learn(outcome);
            return Future.succeededFuture(spoken(outcome));
        }
        if (gate.blocked()) {
            return Future.succeededFuture(new Weighed(outcome, false, gate.remaining()));
        }
        return answersOthers().map(others -> {
            if (others && gate.isOwn(object, outcome, detail)) {
                return Weighed.own(outcome);
            }
            if (!others) {
                gate.fails(outcome, detail);
            }
            return new Weighed(outcome, false, gate.remaining());
        });
    }

    private Weighed spoken(ScimOutcome outcome) {
        return worked(outcome) ? Weighed.own(outcome) : new Weighed(outcome, false, gate.remaining());
    }

    /** Whether the answer may be about this one object as well as about us or the provider. */
    static boolean unclear(ScimOutcome outcome) {
        return switch (outcome) {
            case ScimOutcome.Failed failed -> true;
            case ScimOutcome.Unknown unknown -> true;
            case ScimOutcome.Denied denied -> denied.status() != 0 && denied.status() != UNAUTHORIZED;
            case ScimOutcome.Busy busy -> false;
            case ScimOutcome.Created ok -> false;
            case ScimOutcome.Applied ok -> false;
            case ScimOutcome.Missing ok -> false;
            case ScimOutcome.Conflict ok -> false;
            case ScimOutcome.Refused ok -> false;
        };
    }

    /** Whether the provider did what it can do about the object. */
    static boolean worked(ScimOutcome outcome) {
        return !unclear(outcome) && !(outcome instanceof ScimOutcome.Busy || outcome instanceof ScimOutcome.Denied);
    }

    /** One question at a time for all who ask. */
    private synchronized Future<Boolean> answersOthers() {
        Future<Boolean> question = asking;
        if (question == null) {
            question = client.countUsers().transform(count -> Future.succeededFuture(count.succeeded()));
            if (!question.isComplete()) {
                asking = question;
                question.onComplete(answered -> asked());
            }
        }
        return question;
    }

    private synchronized void asked() {
        asking = null;
    }

    private static String key(ScimOperation operation) {
        return switch (operation) {
            case ScimOperation.Create create -> create.resource().externalId();
            case ScimOperation.Change change -> change.id();
            case ScimOperation.Delete delete -> delete.id();
        };
    }

    /** What the provider said; may be empty. */
    static String detail(ScimOutcome outcome) {
        return switch (outcome) {
            case ScimOutcome.Failed failed -> failed.detail();
            case ScimOutcome.Unknown unknown -> unknown.detail();
            case ScimOutcome.Denied denied -> denied.detail();
            case ScimOutcome.Busy busy -> busy.detail();
            case ScimOutcome.Conflict conflict -> conflict.detail();
            case ScimOutcome.Refused refused -> refused.detail();
            case ScimOutcome.Created ok -> "";
            case ScimOutcome.Applied ok -> "";
            case ScimOutcome.Missing missing -> "";
        };
    }

    /** Accepted is not done (RFC 9110 15.3.3): what can be read tells. A creation is looked up later anyway. */
    private Future<Weighed> accepted(ScimOperation operation, ScimOutcome outcome) {
        gate.learn(new ScimOutcome.Applied(outcome.status()));
        Future<Boolean> done = switch (operation) {
            case ScimOperation.Create create -> Future.succeededFuture(false);
            case ScimOperation.Change change ->
                client.read(change.id())
                        .map(account ->
                                account.filter(user -> shows(user, change)).isPresent());
            case ScimOperation.Delete delete -> client.read(delete.id()).map(Optional::isEmpty);
        };
        return done.otherwise(false)
                .map(visible -> Weighed.own(visible ? new ScimOutcome.Applied(outcome.status()) : outcome));
    }

    /** A change is done as a whole (RFC 7644 3.5); not every attribute need be stored, or as it was sent. */
    private static boolean shows(FoundUser account, ScimOperation.Change change) {
        return change.edits().stream().anyMatch(edit -> {
            String wanted = edit.value() == null ? null : ScimDigest.of(edit.path(), edit.value());
            return Objects.equals(wanted, account.digests().get(edit.path()));
        });
    }

    /** The answer to each operation of a bulk request that the provider answered or refused as a whole. */
    Future<List<Weighed>> weigh(List<ScimOperation> operations, List<ScimOutcome> outcomes) {
        boolean othersWork = outcomes.stream().anyMatch(Assessor::worked);
        if (othersWork) {
            gate.learn(new ScimOutcome.Applied(200));
        }
        outcomes.stream()
                .filter(outcome -> !worked(outcome) && !unclear(outcome))
                .forEach(gate::learn);
        Future<List<Weighed>> answers = Future.succeededFuture(new ArrayList<>());
        for (int position = 0; position < operations.size(); position++) {
            ScimOperation operation = operations.get(position);
            ScimOutcome outcome = outcomes.get(position);
            boolean weighed = unclear(outcome) && !othersWork && !(outcome instanceof ScimOutcome.Unknown);
            answers = answers.compose(list -> (weighed
                            ? weigh(operation, outcome)
                            : Future.succeededFuture(unclear(outcome) ? Weighed.own(outcome) : spoken(outcome)))
                    .map(answer -> {
                        list.add(answer);
                        return list;
                    }));
        }
        return answers;
    }
}
