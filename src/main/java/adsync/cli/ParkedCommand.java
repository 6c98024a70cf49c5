package adsync.cli;

import adsync.desk.Parked;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adsync parked}: who cannot be shipped, and why. */
@Command(
        name = "parked",
        description = "Lists the users that cannot be shipped until somebody mends the cause; the oldest first.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: adsync parked", "Exit code 0, also if nobody is parked; 1 if there is no journal yet."})
final class ParkedCommand extends DeskCommand {

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "how many at most, up to 10000 (default: ${DEFAULT-VALUE})")
    private int limit = 100;

    @Override
    String question() {
        return Parked.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject().put("limit", Limits.checked(limit, specification()));
    }

    @Override
    void print(JsonObject answer, PrintWriter out) {
        if (answer.getJsonArray("parked").isEmpty()) {
            out.println("Nobody is parked.");
            return;
        }
        print(answer.getJsonArray("parked"), out);
        out.printf(
                "%d parked. Mend the cause, then: adsync retry OBJECTGUID, or adsync retry --all%n",
                answer.getLong("total"));
    }

    /** A row each. */
    static void print(JsonArray parked, PrintWriter out) {
        Table table = new Table("SINCE", "OBJECTGUID", "DN", "CAUSE");
        for (int row = 0; row < parked.size(); row++) {
            JsonObject one = parked.getJsonObject(row);
            table.row(
                    Instants.told(one.getString("since")),
                    one.getString("objectGUID"),
                    one.getString("dn"),
                    one.getString("cause"));
        }
        table.print(out);
    }
}
