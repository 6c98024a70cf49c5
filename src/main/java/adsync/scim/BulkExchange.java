package adsync.scim;

import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOutcome.Unknown;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Sends a bulk request and tells what became of each of its operations. */
final class BulkExchange {

    /** How providers that answer 400 instead of 413 say it. */
    private static final Pattern TOO_LARGE = Pattern.compile(
            "maxOperations|maxPayloadSize|too (?:many|large|big)|maximum (?:number|of)|exceed",
            Pattern.CASE_INSENSITIVE);

    private final ScimOptions options;
    private final Endpoint endpoint;
    private final AnswerReader reader;
    private final Meters meters;
    private final Function<Patch, Future<ScimOutcome>> apart;

    /**
     * Joins.
     *
     * @param apart does a patch in parts, because one of its removals had nothing to remove
     */
    BulkExchange(
            ScimOptions options,
            Endpoint endpoint,
            AnswerReader reader,
            Meters meters,
            Function<Patch, Future<ScimOutcome>> apart) {
        this.options = options;
        this.endpoint = endpoint;
        this.reader = reader;
        this.meters = meters;
        this.apart = apart;
    }

    /** Never fails. No key for idempotency: the same operations may well be sent again in other company. */
    Future<BulkOutcome> send(BulkRequest request) {
        return Future.succeededFuture(request)
                .compose(whole -> {
                    meters.bulk(whole.size());
                    HttpCall call = HttpCall.of(HttpMethod.POST, options.url() + "/Bulk", options.bulkTimeout())
                            .withScim(whole.body());
                    return endpoint.ask("BULK", call);
                })
                .compose(reply -> read(request.operations(), reply))
                .recover(failure ->
                        Future.succeededFuture(new BulkOutcome.Whole(new Unknown(0, "internal error: " + failure))));
    }

    private Future<BulkOutcome> read(List<ScimOperation> operations, Reply reply) {
        if (reply instanceof Reply.Answer answer && answer.succeeded() && !answer.isPage()) {
            JsonArray results = Body.array(answer.json(), "Operations");
            return results == null
                    ? Future.succeededFuture(
                            new BulkOutcome.Whole(new Unknown(answer.status(), "the bulk answer has no Operations")))
                    : outcomes(operations, results).map(BulkOutcome.Answered::new);
        }
        return Future.succeededFuture(whole(reply));
    }

    private BulkOutcome whole(Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            int status = answer.status();
            String detail = reader.detail(answer);
            switch (status) {
                case 404, 405, 501 -> {
                    return new BulkOutcome.Unsupported(status);
                }
                case 413 -> {
                    return new BulkOutcome.TooLarge(status, detail);
                }
                case 400 -> {
                    return TOO_LARGE.matcher(detail).find()
                            ? new BulkOutcome.TooLarge(status, detail)
                            : new BulkOutcome.Whole(new Unknown(status, detail));
                }
                default -> {}
            }
        }
        return new BulkOutcome.Whole(wholeOutcome(reader.read(Asked.CHANGE, reply)));
    }

    /** Only what stops everything holds for each operation; of anything else, some may have been done. */
    private static ScimOutcome wholeOutcome(ScimOutcome outcome) {
        return switch (outcome) {
            case ScimOutcome.Busy busy -> busy;
            case ScimOutcome.Denied denied -> denied;
            case Unknown unknown -> unknown;
            case ScimOutcome.Created created -> new Unknown(created.status(), "not a bulk answer");
            case ScimOutcome.Applied applied -> new Unknown(applied.status(), "not a bulk answer");
            case ScimOutcome.Missing missing -> new Unknown(missing.status(), "not a bulk answer");
            case ScimOutcome.Conflict conflict -> new Unknown(conflict.status(), conflict.detail());
            case ScimOutcome.Refused refused -> new Unknown(refused.status(), refused.detail());
            case ScimOutcome.Failed failed -> new Unknown(failed.status(), failed.detail());
        };
    }

    /** One after the other where one has to be asked again: those are few, and the provider has just been busy. */
    private Future<List<ScimOutcome>> outcomes(List<ScimOperation> operations, JsonArray results) {
        List<Optional<JsonObject>> matched = BulkMatch.match(operations, results);
        Future<List<ScimOutcome>> outcomes = Future.succeededFuture(new ArrayList<>());
        for (int position = 0; position < operations.size(); position++) {
            ScimOperation operation = operations.get(position);
            Optional<JsonObject> result = matched.get(position);
            outcomes = outcomes.compose(list -> outcome(operation, result).map(outcome -> {
                list.add(outcome);
                return list;
            }));
        }
        return outcomes;
    }

    private Future<ScimOutcome> outcome(ScimOperation operation, Optional<JsonObject> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(new Unknown(0, "the bulk answer has no result for it"));
        }
        JsonObject result = found.get();
        Asked asked = switch (operation) {
            case ScimOperation.Create create -> Asked.CREATION;
            case ScimOperation.Change change -> Asked.CHANGE;
            case ScimOperation.Delete delete -> Asked.DELETION;
        };
        return operation instanceof Patch patch
                        && AnswerReader.isNoTarget(result)
                        && patch.edits().stream().anyMatch(PatchEncoder::removes)
                ? apart.apply(patch)
                : Future.succeededFuture(reader.readResult(asked, result));
    }
}
