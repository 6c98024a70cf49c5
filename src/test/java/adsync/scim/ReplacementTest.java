package adsync.scim;

import static adsync.scim.SampleUsers.correlation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.scim.OddServer.Seen;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Replace;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A change by PUT: what is asked, and what the answers mean. */
class ReplacementTest extends AgainstOddServer {

    private static final String ACCOUNT = "{\"id\":\"42\",\"userName\":\"alice\",\"nickName\":\"Al\",\"meta\":{}}";

    private final Replace replace =
            new Replace(correlation(), "42", List.of(new Edit("title", "Clerk", false)), Map.of("active", true));

    @Test
    void the_account_is_read_and_written_back() {
        server.then(200, ACCOUNT).then(200, "{\"id\":\"42\"}");

        assertThat(execute(replace)).isEqualTo(new ScimOutcome.Applied(200));

        List<Seen> seen = server.seen();
        assertThat(seen).extracting(Seen::method).containsExactly("GET", "PUT");
        assertThat(seen).extracting(Seen::uri).containsOnly("/scim/v2/Users/42");
        Seen put = seen.getLast();
        assertThat(put.headers().get("Content-Type")).isEqualTo("application/scim+json");
        assertThat(put.headers().get("Idempotency-Key"))
                .isEqualTo(replace.correlationId().value());
        assertThat(put.headers().contains("If-Match")).isFalse();
        assertThat(new JsonObject(put.body()).getMap())
                .containsOnlyKeys("schemas", "id", "userName", "nickName", "title", "active");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(204, "", ScimOutcome.Applied.class),
                Arguments.of(400, "{}", ScimOutcome.Refused.class),
                Arguments.of(403, "{}", ScimOutcome.Denied.class),
                Arguments.of(404, "{}", ScimOutcome.Missing.class),
                Arguments.of(409, "{}", ScimOutcome.Conflict.class),
                Arguments.of(412, "{}", ScimOutcome.Unknown.class),
                Arguments.of(429, "{}", ScimOutcome.Busy.class),
                Arguments.of(500, "{}", ScimOutcome.Failed.class),
                Arguments.of(501, "{}", ScimOutcome.Denied.class),
                Arguments.of(504, "{}", ScimOutcome.Unknown.class));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void the_answer_to_the_put_is_that_to_the_change(int status, String body, Class<?> outcome) {
        server.then(200, ACCOUNT).then(status, body);

        assertThat(execute(replace)).isInstanceOf(outcome);
    }

    static Stream<Arguments> readings() {
        return Stream.of(
                Arguments.of(401, "{}", ScimOutcome.Denied.class),
                Arguments.of(404, "{}", ScimOutcome.Missing.class),
                Arguments.of(429, "{}", ScimOutcome.Busy.class),
                Arguments.of(500, "{}", ScimOutcome.Failed.class),
                Arguments.of(504, "{}", ScimOutcome.Unknown.class),
                Arguments.of(200, "", ScimOutcome.Denied.class),
                Arguments.of(200, "{\"id\":\"42\",", ScimOutcome.Unknown.class),
                Arguments.of(200, "{\"id\":\"42\"}", ScimOutcome.Denied.class),
                Arguments.of(200, ACCOUNT.replace("42", "43"), ScimOutcome.Denied.class),
                Arguments.of(200, "<html>", ScimOutcome.Denied.class));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void what_cannot_be_read_is_not_written(int status, String body, Class<?> outcome) {
        server.then(status, body);

        assertThat(execute(replace)).isInstanceOf(outcome);
        assertThat(server.seen()).extracting(Seen::method).doesNotContain("PUT");
    }

    @Test
    void a_lost_answer_leaves_it_unknown() {
        server.then(200, ACCOUNT).thenClose().thenClose();

        assertThat(execute(replace)).isInstanceOf(ScimOutcome.Unknown.class);
    }

    @Test
    void it_is_no_part_of_a_bulk_request() {
        assertThatThrownBy(() -> BulkRequest.of(List.of(replace))).isInstanceOf(IllegalArgumentException.class);
    }
}
