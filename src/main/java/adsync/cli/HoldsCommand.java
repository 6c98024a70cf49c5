package adsync.cli;

import adsync.desk.Holds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adsync holds}: what waits for an approval. */
@Command(
        name = "holds",
        description = "Lists the changes that wait for an approval because there were too many of their kind at once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync holds --config conf/adsync.yaml",
            "Then:    adsync approve HOLD, or adsync reject HOLD",
            "Exit code 0, also if nothing is held; 1 if there is no journal yet."
        })
final class HoldsCommand extends DeskCommand {

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "5",
            description = "how many accounts of each open hold, up to 10000 (default: ${DEFAULT-VALUE})")
    private int limit = 5;

    @Override
    String question() {
        return Holds.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject().put("limit", Limits.checked(limit, specification()));
    }

    @Override
    void print(JsonObject answer, PrintWriter out) {
        JsonArray holds = answer.getJsonArray("holds");
        if (holds.isEmpty()) {
            out.println("Nothing is held.");
            return;
        }
        print(holds, out);
        if (answer.getLong("open") > 0) {
            out.println("Let them pass with: adsync approve HOLD; park them with: adsync reject HOLD");
        }
    }

    /** A row each, then the accounts of those that are open. */
    static void print(JsonArray holds, PrintWriter out) {
        Table table = new Table("HOLD", "KIND", "STATE", "OBJECTS", "LIMIT", "OPENED");
        for (int row = 0; row < holds.size(); row++) {
            JsonObject hold = holds.getJsonObject(row);
            table.row(
                    String.valueOf(hold.getLong("hold")),
                    hold.getString("kind"),
                    hold.getString("state"),
                    String.valueOf(hold.getLong("objects")),
                    String.valueOf(hold.getLong("limit")),
                    Instants.told(hold.getString("openedAt")));
        }
        table.print(out);
        for (int row = 0; row < holds.size(); row++) {
            accounts(holds.getJsonObject(row), out);
        }
    }

    private static void accounts(JsonObject hold, PrintWriter out) {
        JsonArray accounts = hold.getJsonArray("accounts", new JsonArray());
        for (int row = 0; row < accounts.size(); row++) {
            JsonObject account = accounts.getJsonObject(row);
            out.printf("  hold %d  %s  %s%n", hold.getLong("hold"), account.getString("kind"), account.getString("dn"));
        }
        long more = hold.getLong("objects") - accounts.size();
        if (!accounts.isEmpty() && more > 0) {
            out.printf("  hold %d  and %d more%n", hold.getLong("hold"), more);
        }
    }
}
