package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What waits is printed with its cause. */
class PasswordsCommandTest {

    @Test
    void what_waits_is_printed_with_its_cause() {
        JsonObject waiting = new JsonObject()
                .put("sid", "S-1-5-21-1-2-3-1104")
                .put("controller", "dc1.example.com")
                .put("changed", "2026-01-02T03:04:05Z")
                .put("received", "2026-01-02T03:04:06Z")
                .put("held", false)
                .put("cause", "nobody with this SID is known yet");
        JsonObject answer = new JsonObject()
                .put("controllers", 1)
                .put("reporting", 1)
                .put("missing", new JsonArray())
                .put("users", 2)
                .put("synced", 2)
                .put("gaps", 0)
                .put("open", 1)
                .put("parked", 1)
                .put("held", 0)
                .put("waiting", new JsonArray().add(waiting))
                .put("unsynced", new JsonArray());
        var out = new StringWriter();

        new PasswordsCommand().print(answer, new PrintWriter(out, true));

        assertThat(out.toString().lines().toList())
                .contains("1 passwords wait, 1 of them for an account, 0 until the directory tells more of them.")
                .anyMatch(line -> line.contains("dc1.example.com")
                        && line.contains("nobody with this SID is known yet")
                        && line.endsWith("S-1-5-21-1-2-3-1104"));
    }
}
