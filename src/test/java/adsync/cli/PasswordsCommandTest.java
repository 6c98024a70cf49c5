package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits is printed with its cause, and who is not complete with what to do. */
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

        assertThat(printed(new JsonArray().add(waiting), new JsonArray()))
                .contains("1 passwords wait, 1 of them for an account, 0 until the directory tells more of them.")
                .anyMatch(line -> line.contains("dc1.example.com")
                        && line.contains("nobody with this SID is known yet")
                        && line.endsWith("S-1-5-21-1-2-3-1104"));
    }

    private static List<String> printed(JsonArray waiting, JsonArray unsynced) {
        JsonObject answer = new JsonObject()
                .put("controllers", 1)
                .put("reporting", 1)
                .put("missing", new JsonArray())
                .put("users", 7)
                .put("synced", 2)
                .put("gaps", 0)
                .put("mustChange", 2)
                .put("older", 3)
                .put("open", 1)
                .put("parked", 1)
                .put("held", 0)
                .put("waiting", waiting)
                .put("unsynced", unsynced);
        var out = new StringWriter();
        new PasswordsCommand().print(answer, new PrintWriter(out, true));
        return out.toString().lines().toList();
    }

    private static JsonObject user(String kind, String dn) {
        return new JsonObject().put("kind", kind).put("dn", dn);
    }

    @Test
    void who_must_change_it_is_no_gap_and_has_a_table_of_its_own() {
        List<String> lines = printed(
                new JsonArray(),
                new JsonArray()
                        .add(user("mustChange", "CN=Eve"))
                        .add(user("gap", "CN=Ada"))
                        .add(user("older", "CN=Bob"))
                        .add(user("mustChange", "CN=Ida")));

        assertThat(lines)
                .contains(
                        "Without one there are 2 who must change it at the next logon, and 3 who have not changed it since"
                                + " passwords are taken.");
        assertThat(lines.stream().filter(line -> line.endsWith(":") || line.contains("CN=")))
                .extracting(line -> line.substring(Math.max(0, line.indexOf("CN="))))
                .containsExactly(
                        "Changed, and not at the provider; to mend it let the user change it again:",
                        "CN=Ada",
                        "To be changed at the next logon, and complete then:",
                        "CN=Eve",
                        "CN=Ida",
                        "Not changed since passwords are taken; complete with the next change:",
                        "CN=Bob");
        assertThat(printed(new JsonArray(), new JsonArray())).noneMatch(line -> line.endsWith(":"));
    }
}
