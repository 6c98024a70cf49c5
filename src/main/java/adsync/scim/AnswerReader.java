package adsync.scim;

import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Conflict;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Denied;
import adsync.scim.ScimOutcome.Failed;
import adsync.scim.ScimOutcome.Missing;
import adsync.scim.ScimOutcome.Refused;
import adsync.scim.ScimOutcome.Unknown;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of what answers mean. Whether the cause is this one resource ({@link Refused}), the whole connection
 * ({@link Denied}, {@link Busy}) or unclear ({@link Unknown}) decides what the shipper does next. Pure.
 */
final class AnswerReader {

    private static final MultiMap NO_HEADERS = MultiMap.caseInsensitiveMultiMap();

    private final Clock clock;
    private final ErrorText errors;

    AnswerReader(Clock clock, Redaction redaction) {
        this.clock = clock;
        errors = new ErrorText(redaction);
    }

    /** What the reply to a single request means. */
    ScimOutcome read(Asked asked, Reply reply) {
        return switch (reply) {
            case Reply.Answer answer -> answer(asked, answer);
            case Reply.NotSent notSent -> notSent.outcome();
            case Reply.Lost lost -> new Unknown(0, lost.detail());
        };
    }

    /** What the result of one operation inside a bulk answer means; the other operations may fare differently. */
    ScimOutcome readResult(Asked asked, JsonObject result) {
        int status = status(result);
        return switch (status) {
            case 200, 201 ->
                asked == Asked.CREATION ? created(status, result, user(result), NO_HEADERS) : new Applied(status);
            case 0 -> new Unknown(0, "the result has no status");
            default -> failed(asked, status, new Reply.Answer(status, NO_HEADERS, response(result)));
        };
    }

    private ScimOutcome failed(Asked asked, int status, Reply.Answer answer) {
        return switch (status) {
            case 404 -> asked == Asked.CREATION ? new Refused(status, errors.of(answer)) : new Missing(status);
            case 405, 406, 415, 501 -> new Unknown(status, errors.of(answer)); // but perhaps as a single request
            default -> answer(asked, answer);
        };
    }

    /** Whether it was refused because there was nothing to remove (RFC 7644 3.12 {@code noTarget}). */
    static boolean isNoTarget(Reply reply) {
        return reply instanceof Reply.Answer answer && isNoTarget(answer.status(), answer.json());
    }

    /** The same for a result inside a bulk answer. */
    static boolean isNoTarget(JsonObject result) {
        return isNoTarget(status(result), Body.parse(response(result)));
    }

    /** A text for people from an answer that is no success. */
    String detail(Reply.Answer answer) {
        return errors.of(answer);
    }

    private ScimOutcome answer(Asked asked, Reply.Answer answer) {
        int status = answer.status();
        return switch (status / 100) {
            case 2 -> success(asked, answer);
            case 3 -> new Denied(status, "redirected to " + errors.location(answer) + "; see provider.url");
            case 4 -> clientError(asked, answer, errors.of(answer));
            case 5 -> serverError(answer, errors.of(answer));
            default -> new Unknown(status, errors.of(answer));
        };
    }

    private ScimOutcome success(Asked asked, Reply.Answer answer) {
        int status = answer.status();
        if (answer.isPage()) {
            return new Denied(status, "answered with a page, not SCIM: " + errors.of(answer) + "; see provider.url");
        }
        if (status == 202) {
            return new Unknown(status, "accepted, but not yet done");
        }
        return asked == Asked.CREATION
                ? created(status, new JsonObject(), answer.json(), answer.headers())
                : new Applied(status);
    }

    /** The id is in the body as a rule; some put it only into the end of a location. */
    private static ScimOutcome created(int status, JsonObject result, JsonObject user, MultiMap headers) {
        return Stream.of(
                        Body.text(user, "id"),
                        Body.text(result, "id"),
                        Body.text(Body.object(result, "data"), "id"),
                        BulkMatch.lastSegment(Body.text(result, "location")),
                        BulkMatch.lastSegment(Body.text(Body.object(user, "meta"), "location")),
                        BulkMatch.lastSegment(Body.text(user, "location")),
                        BulkMatch.lastSegment(headers.get(HttpHeaders.LOCATION)))
                .filter(id -> id != null && !id.isBlank())
                .<ScimOutcome>map(id -> new Created(status, Objects.requireNonNull(id)))
                .findFirst()
                .orElseGet(() -> new Unknown(status, "created, but the answer names no id"));
    }

    private ScimOutcome clientError(Asked asked, Reply.Answer answer, String detail) {
        int status = answer.status();
        return switch (status) {
            case 400, 422 -> isUniqueness(answer.json()) ? new Conflict(status, detail) : new Refused(status, detail);
            case 401, 403, 405, 406, 407, 415, 426, 428 -> new Denied(status, detail);
            case 404, 410 -> absent(asked, answer, detail);
            case 408, 412 -> new Unknown(status, detail);
            case 409 -> new Conflict(status, detail);
            case 423, 424 -> new Failed(status, detail);
            case 425, 429 -> new Busy(status, retryAfter(answer), detail);
            default -> new Refused(status, detail);
        };
    }

    /** A page says that it is the endpoint that is not there; so does an endpoint that has no room for a new user. */
    private static ScimOutcome absent(Asked asked, Reply.Answer answer, String detail) {
        return asked == Asked.CREATION || answer.isPage()
                ? new Denied(answer.status(), "there is no SCIM endpoint here: " + detail + "; see provider.url")
                : new Missing(answer.status());
    }

    private ScimOutcome serverError(Reply.Answer answer, String detail) {
        int status = answer.status();
        return switch (status) {
            case 501, 505 -> new Denied(status, detail);
            case 503, 507, 529 -> new Busy(status, retryAfter(answer), detail);
            case 502, 504, 520, 521, 522, 523, 524 -> new Unknown(status, detail); // gateways, about what is behind
            default -> new Failed(status, detail);
        };
    }

    private Optional<Duration> retryAfter(Reply.Answer answer) {
        return RetryAfter.parse(answer.headers().get(HttpHeaders.RETRY_AFTER), clock);
    }

    private static boolean isUniqueness(JsonObject error) {
        return "uniqueness".equalsIgnoreCase(Body.text(error, "scimType"));
    }

    private static boolean isNoTarget(int status, JsonObject error) {
        return status == 400 && "noTarget".equalsIgnoreCase(Body.text(error, "scimType"));
    }

    /** A number, a text, or an object with a {@code code}; 0 if there is none. */
    private static int status(JsonObject result) {
        JsonObject object = Body.object(result, "status");
        long status = object == null ? Body.number(result, "status", 0) : Body.number(object, "code", 0);
        return status >= 100 && status <= 599 ? (int) status : 0;
    }

    /** The user that a result holds; empty if it holds none. */
    private static JsonObject user(JsonObject result) {
        JsonObject user = Body.object(result, "response");
        return user == null ? Body.parse(response(result)) : user;
    }

    private static Buffer response(JsonObject result) {
        @Nullable Object response = Body.value(result, "response");
        return Buffer.buffer(response == null ? "" : response.toString());
    }
}
