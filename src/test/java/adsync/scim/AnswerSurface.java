package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.fuzz.Surface;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers of a hostile provider: to a request, to a bulk request, lists of users, and what it says about itself. */
public final class AnswerSurface implements Surface {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-03-01T08:00:00Z"), ZoneOffset.UTC);
    private static final int LONGEST_DETAIL = 2 * Redaction.MAX_LENGTH;

    private static final List<ScimOperation> OPERATIONS = List.of(
            new ScimOperation.Create(
                    new CorrelationId("a"),
                    ScimResource.of(Map.of("active", true, "userName", "ada", "externalId", "1"))),
            new ScimOperation.Patch(
                    new CorrelationId("b"), "7", List.of(new ScimOperation.Edit("title", "Director", false))),
            new ScimOperation.Delete(new CorrelationId("c"), "8"));

    private final AnswerReader reader = new AnswerReader(CLOCK, new Redaction(List::of));

    @Override
    public void take(byte[] octets) {
        Reply.Answer answer = Answers.read(octets);
        for (Asked asked : Asked.values()) {
            check(reader.read(asked, answer), answer.status());
        }
        JsonObject json = answer.json();
        bulk(json);
        users(json);
        discovery(answer, json);
    }

    private static void check(ScimOutcome outcome, int status) {
        assertThat(outcome.status()).isEqualTo(status);
        if (outcome instanceof ScimOutcome.Created created) {
            assertThat(created.id()).isNotBlank();
        } else {
            assertThat(Explanation.cause(outcome))
                    .hasSizeLessThan(LONGEST_DETAIL)
                    .matches("\\P{Cntrl}*");
        }
        if (outcome instanceof ScimOutcome.Busy busy) {
            busy.retryAfter().ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofDays(1)));
        }
    }

    private void bulk(JsonObject json) {
        JsonArray results = Body.array(json, "Operations");
        if (results == null) {
            return;
        }
        List<Optional<JsonObject>> matched = BulkMatch.match(OPERATIONS, results);
        assertThat(matched).hasSameSizeAs(OPERATIONS);
        for (Optional<JsonObject> result : matched) {
            result.ifPresent(found -> {
                for (Asked asked : Asked.values()) {
                    ScimOutcome outcome = reader.readResult(asked, found);
                    check(outcome, outcome.status());
                    assertThat(outcome.status() == 0 || outcome.status() / 100 < 6)
                            .isTrue();
                }
                AnswerReader.isNoTarget(found);
            });
        }
    }

    private static void users(JsonObject json) {
        UserPage page = UserReader.readPage(json);
        assertThat(page.users()).hasSizeLessThanOrEqualTo(page.size());
        page.users().forEach(AnswerSurface::user);
        UserReader.read(json).ifPresent(AnswerSurface::user);
    }

    /** The same after it was written and read: what is compared must not depend on who printed it. */
    private static void user(FoundUser user) {
        assertThat(user.id()).isNotBlank();
        JsonObject printed = new JsonObject(new JsonObject(user.values()).encode());
        assertThat(ScimDigest.of(printed.getMap())).isEqualTo(ScimDigest.of(user.values()));
    }

    private static void discovery(Reply.Answer answer, JsonObject json) {
        ProviderFeatures features = ServiceProviderConfig.read(json);
        assertThat(features.maxOperations()).isNotNegative();
        assertThat(features.bulk()).isEqualTo(features.maxOperations() > 0 && features.maxPayloadSize() > 0);
        assertThat(SchemaList.read(json)).hasSizeLessThanOrEqualTo(answer.body().length());
        assertThat(ProbeLine.resources(answer)).doesNotContainNull();
        assertThat(ProbeLine.isScimError(answer) && json.isEmpty()).isFalse();
        assertThat(ProbeLine.isScimJson(answer) && answer.headers().isEmpty()).isFalse();
        assertThat(answer.breaksOff() && !json.isEmpty()).isFalse();
    }
}
