package adsync.cli;

import adsync.desk.Parked;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adsync parked}: who cannot be shipped, and why; or who is tried again, and when. */
@Command(
        name = "parked",
        description = "Lists the users that cannot be shipped until somebody mends the cause; the oldest first.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync parked",
            "         adsync parked --postponed",
            "Exit code 0, also if nobody is parked; 1 if there is no journal yet."
        })
final class ParkedCommand extends DeskCommand {

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "how many at most, up to 10000 (default: ${DEFAULT-VALUE})")
    private int limit = 100;

    @Option(
            names = "--postponed",
            description = "those instead that are tried again by themselves, and when; the next first")
    private boolean postponed;

    @Override
    String question() {
        return Parked.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject()
                .put("limit", Limits.checked(limit, specification()))
                .put("postponed", postponed);
    }

    @Override
    void print(JsonObject answer, PrintWriter out) {
        if (postponed) {
            printPostponed(answer, out);
            return;
        }
        if (answer.getJsonArray("parked").isEmpty()) {
            out.println("Nobody is parked.");
            return;
        }
        print(answer.getJsonArray("parked"), out);
        out.printf(
                "%d parked. Mend the cause, then: adsync retry OBJECTGUID, or adsync retry --all%n",
                answer.getLong("total"));
    }

    private static void printPostponed(JsonObject answer, PrintWriter out) {
        JsonArray all = answer.getJsonArray("postponed");
        if (all.isEmpty()) {
            out.println("Nobody waits for another try.");
            return;
        }
        Table table = new Table("NEXT TRY", "OBJECTGUID", "DN", "CAUSE");
        for (int row = 0; row < all.size(); row++) {
            print(all.getJsonObject(row), "nextTry", table);
        }
        table.print(out);
        out.printf(
                "%d postponed. They are tried again by themselves; at once: adsync retry OBJECTGUID%n",
                answer.getLong("total"));
    }

    private static void print(JsonObject one, String time, Table table) {
        table.row(
                Instants.told(one.getString(time)),
                one.getString("objectGUID"),
                one.getString("dn"),
                one.getString("cause"));
    }

    /** A row each. */
    static void print(JsonArray parked, PrintWriter out) {
        Table table = new Table("SINCE", "OBJECTGUID", "DN", "CAUSE");
        for (int row = 0; row < parked.size(); row++) {
            print(parked.getJsonObject(row), "since", table);
        }
        table.print(out);
    }
}
