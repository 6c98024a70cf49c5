package adsync.cli;

import adsync.config.ServicePlace;
import adsync.desk.Answer;
import adsync.desk.Holds;
import adsync.observe.Progress;
import adsync.setup.ForecastQuestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code adsync holds}: what waits for an approval. */
@Command(
        name = "holds",
        description = "Lists the changes that wait for an approval because there were too many of their kind at once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync holds",
            "         adsync holds 3 --offset 100 --limit 100",
            "Then:    adsync approve 3 --count 312, or adsync reject 3",
            "Exit code 0, also if nothing is held; 1 if there is no journal yet, or no such hold."
        })
final class HoldsCommand extends DeskCommand {

    private static final String FIRST_LOAD = "first_load";
    private static final long POLL_MILLIS = 200;
    private static final int LARGEST_PAGE = 200;

    @Parameters(paramLabel = "HOLD", arity = "0..1", description = "only this one")
    private @Nullable Long hold;

    @Option(
            names = "--offset",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "leaves out so many accounts of each (default: ${DEFAULT-VALUE})")
    private int offset;

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
        if (offset < 0) {
            throw new ParameterException(specification().commandLine(), "--offset must be 0 or more");
        }
        JsonObject asked = new JsonObject().put("offset", offset).put("limit", Limits.checked(limit, specification()));
        return hold == null ? asked : asked.put("hold", hold);
    }

    /** Of a first load, what becomes of whom. */
    @Override
    void complete(ConfigurationFile configuration, JsonObject answer) throws InterruptedException {
        for (Object one : answer.getJsonArray("holds", new JsonArray())) {
            if (one instanceof JsonObject hold && FIRST_LOAD.equals(hold.getString("kind")) && open(hold)) {
                JsonObject asked = new JsonObject().put("start", true).put("limit", Math.min(limit, LARGEST_PAGE));
                JsonObject told = foretold(configuration, asked);
                hold.put("forecast", told.getJsonObject("summary", new JsonObject()))
                        .put("accounts", told.getJsonArray("accounts", new JsonArray()));
                if (told.containsKey("cause")) {
                    hold.put("forecastFailed", told.getString("cause"));
                }
            }
        }
    }

    private JsonObject foretold(ConfigurationFile configuration, JsonObject asked) throws InterruptedException {
        ServicePlace place = configuration.place(specification());
        Answer answer =
                DeskLine.ask(configuration, place, ForecastQuestion.NAME, asked).answer();
        var progress = new Progress();
        Terminal.Shown shown = Terminal.showing(specification().commandLine().getErr(), progress);
        try {
            while ("running".equals(answer.body().getString("state"))) {
                JsonObject now = answer.body();
                progress.begin(now.getString("doing"), () -> now.getLong("done"), now.getLong("total"));
                boolean unused = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                asked.put("start", false);
                answer = DeskLine.ask(configuration, place, ForecastQuestion.NAME, asked)
                        .answer();
            }
            return answer.body();
        } finally {
            shown.close();
        }
    }

    private static boolean open(JsonObject hold) {
        return "open".equals(hold.getString("state"));
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
            commands(holds, out);
        }
    }

    /** What decides on each, with the count of what is seen. */
    static void commands(JsonArray holds, PrintWriter out) {
        for (int row = 0; row < holds.size(); row++) {
            JsonObject hold = holds.getJsonObject(row);
            if (open(hold)) {
                long id = hold.getLong("hold");
                String count = FIRST_LOAD.equals(hold.getString("kind")) ? "" : " --count " + hold.getLong("count");
                out.printf(
                        "Let hold %d pass with: adsync approve %d%s; park it with: adsync reject %d%n",
                        id, id, count, id);
            }
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

    private static void forecast(JsonObject hold, PrintWriter out) {
        JsonObject summary = hold.getJsonObject("forecast", new JsonObject());
        if (hold.containsKey("forecastFailed")) {
            out.printf(
                    "  hold %d  what it would do is not known: %s%n",
                    hold.getLong("hold"), hold.getString("forecastFailed"));
        } else if (!summary.isEmpty()) {
            String counts = summary.getJsonObject("changes").stream()
                    .filter(count -> !Long.valueOf(0).equals(((Number) count.getValue()).longValue()))
                    .map(count -> count.getKey() + " " + count.getValue())
                    .collect(Collectors.joining(", "));
            out.printf(
                    "  hold %d  would %s; %d stay as they are%n",
                    hold.getLong("hold"), counts.isEmpty() ? "change nothing" : counts, summary.getLong("unchanged"));
        } else {
            out.printf(
                    "  hold %d  what it would do: adsync holds while the service runs, or adsync preview%n",
                    hold.getLong("hold"));
        }
        for (Object one : hold.getJsonArray("accounts", new JsonArray())) {
            JsonObject account = (JsonObject) one;
            String kinds =
                    account.getJsonArray("kinds").stream().map(String::valueOf).collect(Collectors.joining("+"));
            out.printf("  hold %d  %s  %s%n", hold.getLong("hold"), kinds, account.getString("dn"));
        }
    }

    private static void accounts(JsonObject hold, PrintWriter out) {
        if (FIRST_LOAD.equals(hold.getString("kind"))) {
            if (open(hold)) {
                forecast(hold, out);
            }
            return;
        }
        if (hold.containsKey("root")) {
            out.printf("  hold %d  went with the deleted root %s%n", hold.getLong("hold"), hold.getString("root"));
        }
        JsonArray accounts = hold.getJsonArray("accounts", new JsonArray());
        for (int row = 0; row < accounts.size(); row++) {
            JsonObject account = accounts.getJsonObject(row);
            out.printf("  hold %d  %s  %s%n", hold.getLong("hold"), account.getString("kind"), account.getString("dn"));
        }
        long more = hold.getLong("objects") - accounts.size() - hold.getLong("offset", 0L);
        if (!accounts.isEmpty() && more > 0) {
            out.printf("  hold %d  and %d more%n", hold.getLong("hold"), more);
        }
    }
}
