package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What came of passwords is printed with its cause. */
class WhyCommandTest {

    private static JsonObject password(String state, String cause) {
        return new JsonObject()
                .put("changed", "2026-01-02T03:04:05Z")
                .put("controller", "dc1.example.com")
                .put("state", state)
                .put("cause", cause);
    }

    @Test
    void what_came_of_passwords_is_printed_with_its_cause() {
        JsonObject person = new JsonObject()
                .put("dn", "CN=Ada")
                .put("objectGUID", "6f9619ff-8b86-d011-b42d-00c04fc964ff")
                .put("inScope", true)
                .put("scope", "below the root")
                .put("services", new JsonObject())
                .put("provider", new JsonObject())
                .put("state", "settled")
                .put(
                        "passwords",
                        new JsonArray()
                                .add(password("acknowledged", ""))
                                .add(password("out_of_scope", "its user is not shipped")));
        person.put(
                "waiting",
                new JsonObject()
                        .put("kind", "created")
                        .put("since", "2026-01-02T03:04:05Z")
                        .put("attempts", 1)
                        .put("inFlight", false));
        var out = new StringWriter();

        new WhyCommand().print(new JsonObject().put("people", new JsonArray().add(person)), new PrintWriter(out, true));

        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("  waiting ") && line.endsWith(", 1 attempt"))
                .anyMatch(line -> line.startsWith("  passwords    changed at ")
                        && line.endsWith(" at dc1.example.com: acknowledged"))
                .anyMatch(line -> line.endsWith(" at dc1.example.com: out of scope, its user is not shipped"));
    }
}
