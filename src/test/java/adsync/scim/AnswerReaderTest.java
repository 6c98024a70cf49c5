package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Conflict;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Denied;
import adsync.scim.ScimOutcome.Missing;
import adsync.scim.ScimOutcome.Refused;
import adsync.scim.ScimOutcome.Unknown;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final String PAGE = "<!doctype html><html><head><title>Please log in</title></head></html>";

    private final AnswerReader reader =
            new AnswerReader(Clock.fixed(NOON, ZoneOffset.UTC), new Redaction(() -> List.of("s3cret-token")));

    @ParameterizedTest
    @CsvSource({
        "CREATION,400,Refused", "CREATION,401,Denied", "CREATION,403,Denied", "CREATION,404,Denied",
        "CREATION,405,Denied", "CREATION,408,Unknown", "CREATION,409,Conflict", "CREATION,412,Unknown",
        "CREATION,413,Refused", "CREATION,415,Denied", "CREATION,422,Refused", "CREATION,429,Busy",
        "CREATION,500,Failed", "CREATION,501,Denied", "CREATION,502,Unknown", "CREATION,503,Busy",
        "CREATION,504,Unknown", "CREATION,301,Denied", "CREATION,307,Denied", "CREATION,202,Unknown",
        "CHANGE,200,Applied", "CHANGE,204,Applied", "CHANGE,202,Unknown", "CHANGE,400,Refused",
        "CHANGE,404,Missing", "CHANGE,409,Conflict", "CHANGE,410,Missing", "CHANGE,501,Denied",
        "CHANGE,423,Failed", "CHANGE,599,Failed", "CHANGE,507,Busy", "CHANGE,418,Refused",
        "DELETION,204,Applied", "DELETION,200,Applied", "DELETION,404,Missing", "DELETION,403,Denied",
        "READING,200,Applied", "READING,404,Missing", "READING,302,Denied", "READING,502,Unknown"
    })
    void each_status_has_a_meaning(Asked asked, int status, String meaning) {
        ScimOutcome outcome = reader.read(asked, answer(status, "{\"detail\":\"why\"}"));

        assertThat(outcome.getClass().getSimpleName()).isEqualTo(meaning);
        assertThat(outcome.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"42\"}",
                "{\"ID\":42}",
                "{\"meta\":{\"location\":\"https://example.net/scim/v2/Users/42\"}}",
                "{\"location\":\"/Users/42/\"}"
            })
    void the_id_of_a_new_user_is_found_wherever_it_is(String body) {
        assertThat(reader.read(Asked.CREATION, answer(201, body))).isEqualTo(new Created(201, "42"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\":\"4", "{}", "[]", "{\"id\":\" \"}", "{\"id\":null}"})
    void the_location_header_is_the_last_resort(String body) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("location", "https://example.net/Users/4%202?x=y#z");

        assertThat(reader.read(Asked.CREATION, answer(201, body))).isInstanceOf(Unknown.class);
        assertThat(reader.read(Asked.CREATION, new Reply.Answer(201, headers, Buffer.buffer(body))))
                .isEqualTo(new Created(201, "4 2"));
    }

    @Test
    void a_page_is_no_provider() {
        var typed = MultiMap.caseInsensitiveMultiMap().add("Content-Type", "text/html; charset=utf-8");

        assertThat(reader.read(Asked.CHANGE, answer(200, "\uFEFF \n" + PAGE))).isInstanceOf(Denied.class);
        assertThat(reader.read(Asked.DELETION, answer(404, PAGE))).isInstanceOf(Denied.class);
        assertThat(reader.read(Asked.READING, new Reply.Answer(200, typed, Buffer.buffer("hello"))))
                .isInstanceOf(Denied.class);
        assertThat(((Denied) reader.read(Asked.CREATION, answer(200, PAGE))).detail())
                .contains("Please log in")
                .doesNotContain("<");
        assertThat(reader.read(Asked.CREATION, answer(502, PAGE))).isInstanceOf(Unknown.class);
        assertThat(reader.read(Asked.CREATION, answer(503, PAGE))).isInstanceOf(Busy.class);
    }

    @Test
    void a_redirect_says_where_to_but_not_with_which_token() {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Location", "https://login.example.net/x?token=abc");

        ScimOutcome outcome = reader.read(Asked.CHANGE, new Reply.Answer(302, headers, Buffer.buffer()));

        assertThat(((Denied) outcome).detail())
                .contains("https://login.example.net/x")
                .doesNotContain("abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | PT7S",
                "0 | PT0S",
                "1.5 | PT1.5S",
                "Mon, 1 Jun 2026 12:00:30 GMT | PT30S",
                "Mon, 01 Jun 2026 11:00:00 GMT | PT0S",
                "Tue, 01 Jun 2027 12:00:00 GMT | PT24H",
                "999999999 | PT24H"
            })
    void retry_after_is_seconds_or_a_date(String header, Duration wait) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Retry-After", header);

        ScimOutcome outcome = reader.read(Asked.CHANGE, new Reply.Answer(429, headers, Buffer.buffer()));

        assertThat(((Busy) outcome).retryAfter()).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-5", "99999999999999999999"})
    void an_unreadable_retry_after_is_none(String header) {
        assertThat(RetryAfter.parse(header, Clock.systemUTC())).isEmpty();
    }

    @Test
    void uniqueness_is_a_conflict_whatever_the_status() {
        assertThat(reader.read(Asked.CHANGE, answer(400, "{\"scimType\":\"uniqueness\"}")))
                .isInstanceOf(Conflict.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"scimType\":\"invalidValue\",\"detail\":\"no such day\"} | 400 invalidValue: no such day",
                "{\"error\":\"conflict\",\"error_description\":\"taken\"} | 400 conflict: taken",
                "{\"errorMessage\":\"taken\"} | 400 taken",
                "{\"errors\":[{\"x\":1}]} | 400 {\"errors\":[{\"x\":1}]}",
                "plain words | 400 plain words",
                "[1,2] | 400 [1,2]"
            })
    void errors_of_any_shape_are_told(String body, String detail) {
        assertThat(reader.read(Asked.CHANGE, answer(400, body))).isEqualTo(new Refused(400, detail));
    }

    @Test
    void noTarget_is_recognised_and_only_it() {
        assertThat(AnswerReader.isNoTarget(answer(400, "{\"scimType\":\"noTarget\"}")))
                .isTrue();
        assertThat(AnswerReader.isNoTarget(answer(400, "{\"scimType\":\"invalidPath\"}")))
                .isFalse();
        assertThat(AnswerReader.isNoTarget(answer(404, "{\"scimType\":\"noTarget\"}")))
                .isFalse();
        assertThat(AnswerReader.isNoTarget(new Reply.Lost("x", false))).isFalse();
    }

    @Test
    void what_was_not_sent_and_what_was_lost_differ() {
        var busy = new Busy(0, Optional.empty(), "x");

        assertThat(reader.read(Asked.CREATION, new Reply.NotSent(busy))).isEqualTo(busy);
        assertThat(reader.read(Asked.CREATION, new Reply.Lost("reset", true))).isEqualTo(new Unknown(0, "reset"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":201,\"id\":\"42\"}",
                "{\"status\":\"201\",\"location\":\"https://example.net/Users/42\"}",
                "{\"status\":{\"code\":\"201\"},\"data\":{\"id\":\"42\"},\"location\":\"https://x/Users/42\"}",
                "{\"status\":\"201\",\"response\":{\"id\":\"42\"}}"
            })
    void the_status_of_a_bulk_result_has_many_forms(String result) {
        assertThat(reader.readResult(Asked.CREATION, new JsonObject(result))).isEqualTo(new Created(201, "42"));
    }

    @ParameterizedTest
    @CsvSource({
        "CHANGE,200,Applied", "CHANGE,204,Applied", "DELETION,204,Applied", "CHANGE,404,Missing",
                "CREATION,404,Refused",
        "CREATION,201,Unknown", "CREATION,409,Conflict", "CHANGE,403,Denied", "CHANGE,401,Denied", "CHANGE,412,Unknown",
        "CHANGE,501,Unknown", "CHANGE,405,Unknown", "CHANGE,429,Busy", "CHANGE,500,Failed", "CHANGE,400,Refused"
    })
    void a_bulk_result_speaks_for_one_operation_only(Asked asked, int status, String meaning) {
        ScimOutcome outcome = reader.readResult(asked, new JsonObject().put("status", status));

        assertThat(outcome.getClass().getSimpleName()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":true}", "{\"status\":\"ok\"}", "{\"status\":{}}", "{\"status\":-1}"})
    void a_bulk_result_without_a_status_tells_nothing(String result) {
        assertThat(reader.readResult(Asked.CHANGE, new JsonObject(result))).isInstanceOf(Unknown.class);
    }

    @Test
    void the_error_of_a_bulk_result_is_told() {
        var result =
                new JsonObject("{\"status\":\"400\",\"response\":{\"scimType\":\"invalidValue\",\"detail\":\"d\"}}");

        assertThat(reader.readResult(Asked.CHANGE, result)).isEqualTo(new Refused(400, "400 invalidValue: d"));
        assertThat(reader.readResult(Asked.DELETION, new JsonObject("{\"status\":204}")))
                .isEqualTo(new Applied(204));
        assertThat(reader.readResult(Asked.DELETION, new JsonObject("{\"status\":404}")))
                .isEqualTo(new Missing(404));
    }

    private static Reply.Answer answer(int status, String body) {
        return new Reply.Answer(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body));
    }
}
