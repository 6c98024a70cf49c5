package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How one person is explained in a terminal. */
class WhyCommandTest {

    private static JsonObject password(String state, String cause) {
        return new JsonObject()
                .put("changed", "2026-01-02T03:04:05Z")
                .put("controller", "dc1.example.com")
                .put("state", state)
                .put("cause", cause);
    }

    private static JsonObject person() {
        return new JsonObject()
                .put("dn", "CN=Ada")
                .put("objectGUID", "6f9619ff-8b86-d011-b42d-00c04fc964ff")
                .put("inScope", true)
                .put("scope", "below the root")
                .put("services", new JsonObject())
                .put("provider", new JsonObject())
                .put("state", "settled");
    }

    private static Stream<String> printed(JsonObject person) {
        var out = new StringWriter();
        new WhyCommand().print(new JsonObject().put("people", new JsonArray().add(person)), new PrintWriter(out, true));
        return out.toString().lines();
    }

    @Test
    void what_came_of_passwords_is_printed_with_its_cause() {
        JsonObject person = person().put(
                        "passwords",
                        new JsonArray()
                                .add(password("acknowledged", ""))
                                .add(password("out_of_scope", "its user is not shipped")));

        assertThat(printed(person))
                .anyMatch(line -> line.startsWith("  passwords    changed at ")
                        && line.endsWith(" at dc1.example.com: acknowledged"))
                .anyMatch(line -> line.endsWith(" at dc1.example.com: out of scope, its user is not shipped"));
    }

    /** What is parked at the first answer was never postponed: none are counted, though one request was sent. */
    @ParameterizedTest
    @CsvSource({"0, ''", "1, ', 1 attempt'", "2, ', 2 attempts'"})
    void attempts_are_told_once_there_are_some(int attempts, String told) {
        JsonObject waiting = new JsonObject()
                .put("kind", "created")
                .put("since", "2026-01-02T03:04:05Z")
                .put("attempts", attempts)
                .put("inFlight", false);

        assertThat(printed(person().put("waiting", waiting)))
                .contains("  waiting      created since 2026-01-02T03:04:05Z" + told);
    }
}
