package adsync.cli;

import adsync.desk.Passwords;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adsync passwords}: who has the same login at the provider. */
@Command(
        name = "passwords",
        description = "Tells who has the same login at the provider, and whose password changes are missing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync passwords --all",
            "A user who changed the password before ADSync was installed is complete with the next change.",
            "Exit code 0; 1 if there is no journal yet."
        })
final class PasswordsCommand extends DeskCommand {

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "how many users, up to 10000 (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Option(names = "--all", description = "also users whose password is older than the installation")
    private boolean all;

    @Override
    String question() {
        return Passwords.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject()
                .put("limit", Limits.checked(limit, specification()))
                .put("all", all);
    }

    @Override
    void print(JsonObject answer, PrintWriter out) {
        ControllersCommand.printReservations(answer, out);
        out.printf(
                "%d of %d domain controllers report (adsync dc list).%n",
                answer.getLong("reporting"), answer.getLong("controllers"));
        answer.getJsonArray("missing").forEach(one -> out.println("  does not report: " + one));
        out.printf(
                "%d of %d users with an account have their password at the provider; %d changed it and it never came.%n",
                answer.getLong("synced"), answer.getLong("users"), answer.getLong("gaps"));
        out.printf(
                "Without one there are %d who must change it at the next logon, and %d who have not changed it since passwords are taken.%n",
                answer.getLong("mustChange"), answer.getLong("older"));
        out.printf(
                "%d passwords wait, %d of them for an account, %d until the directory tells more of them.%n",
                answer.getLong("open"), answer.getLong("parked"), answer.getLong("held"));
        printWaiting(answer.getJsonArray("waiting"), out);
        JsonArray unsynced = answer.getJsonArray("unsynced");
        printUnsynced(
                unsynced, "gap", "Changed, and not at the provider; to mend it let the user change it again:", out);
        printUnsynced(unsynced, "mustChange", "To be changed at the next logon, and complete then:", out);
        printUnsynced(unsynced, "older", "Not changed since passwords are taken; complete with the next change:", out);
    }

    private static void printWaiting(JsonArray waiting, PrintWriter out) {
        if (waiting.isEmpty()) {
            return;
        }
        Table table = new Table("CHANGED", "AT", "WAITS BECAUSE", "USER");
        for (int row = 0; row < waiting.size(); row++) {
            JsonObject one = waiting.getJsonObject(row);
            String cause = one.getString("cause");
            table.row(
                    told(one, "changed"),
                    one.getString("controller"),
                    cause.isEmpty() ? "-" : cause,
                    one.getString("dn", one.getString("sid")));
        }
        table.print(out);
    }

    private static void printUnsynced(JsonArray users, String kind, String heading, PrintWriter out) {
        Table table = new Table("CHANGED", "AT", "AT THE PROVIDER", "WHY", "USER");
        int rows = 0;
        for (int row = 0; row < users.size(); row++) {
            JsonObject user = users.getJsonObject(row);
            if (kind.equals(user.getString("kind"))) {
                table.row(
                        told(user, "passwordSet"),
                        user.getString("controller", "-"),
                        told(user, "sent"),
                        user.getString("missed", "-"),
                        user.getString("dn"));
                rows++;
            }
        }
        if (rows > 0) {
            out.println();
            out.println(heading);
            table.print(out);
        }
    }

    private static String told(JsonObject user, String key) {
        return user.containsKey(key) ? Instants.told(user.getString(key)) : "never";
    }
}
