package adsync.cli;

import adsync.config.ServicePlace;
import adsync.desk.Answer;
import adsync.desk.Compare;
import adsync.desk.Compared;
import adsync.desk.Reconcile;
import adsync.observe.Progress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync reconcile}: compares everything, now. */
@Command(
        name = "reconcile",
        description = {
            "Has the running service read the whole directory again and compare it with what it knows.",
            "Returns at once; adsync status shows how far it is.",
            "",
            "With --provider, has it compare all accounts, and groups if they are shipped, with those that the provider has, and waits for the result: what is missing or was changed there is repaired, like any change. Accounts of users who left before the journal began are withdrawn, as the key deprovision says; foreign and duplicate ones are only told."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync reconcile --provider --report",
            "Exit code 0 if it was asked for, or is done; 1 if no service runs, or if the comparison was given up."
        })
final class ReconcileCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 500;

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--provider", description = "compare the accounts with those that the provider has")
    private boolean provider;

    @Option(names = "--report", description = "with --provider: only tell, repair nothing")
    private boolean report;

    @Option(
            names = "--yes",
            description = "with --provider: repair without asking back, however many accounts or groups are missing")
    private boolean yes;

    @Option(
            names = "--withdraw-out-of-scope",
            description = {
                "with --provider: withdraw also accounts whose users are there, but not in scope; they may be another installation's, so look at --report first"
            })
    private boolean withdrawing;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "with --provider: accounts to print at most (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--json", description = "print the answer as a JSON object")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (!provider && (report || yes || withdrawing)) {
            throw new ParameterException(
                    specification.commandLine(), "--report, --yes and --withdraw-out-of-scope are for --provider only");
        }
        JsonObject most = new JsonObject().put("limit", Limits.checked(limit, specification));
        ServicePlace place = file.place(specification);
        Answer asked = provider
                ? ask(
                        place,
                        Compare.NAME,
                        new JsonObject().put("report", report).put("yes", yes).put("withdrawOutOfScope", withdrawing))
                : ask(place, Reconcile.NAME, new JsonObject());
        if (!asked.found() || !provider) {
            return print(asked);
        }
        Answer answer = compared(place, most, asked.body().getLong("before"));
        if (!answer.found()) {
            return print(answer);
        }
        print(answer.body());
        return answer.body().containsKey("refusal") ? ExitCode.NOT_WELL : ExitCode.OK;
    }

    private Answer compared(ServicePlace place, JsonObject most, long before) throws InterruptedException {
        var progress = new Progress();
        Terminal.Shown shown = Terminal.showing(specification.commandLine().getErr(), progress);
        try {
            Answer answer = ask(place, Compared.NAME, most);
            while (answer.found() && !done(answer.body(), before)) {
                tell(answer.body(), before, progress);
                pause();
                answer = ask(place, Compared.NAME, most);
            }
            return answer;
        } finally {
            shown.close();
        }
    }

    /** While accounts are listed it is known how many there are; one of before is over, and says nothing of ours. */
    private static void tell(JsonObject body, long before, Progress progress) {
        boolean listing = body.getLong("comparison") > before && "listing".equals(body.getString("phase"));
        long listed = body.getLong("listed", 0L);
        progress.begin("comparing accounts", () -> listed, listing ? body.getLong("total", 0L) : 0);
    }

    private Answer ask(ServicePlace place, String question, JsonObject asked) throws InterruptedException {
        return DeskLine.ask(file, place, question, asked).answer();
    }

    private static boolean done(JsonObject body, long before) {
        return body.getLong("comparison") > before && body.getBoolean("over");
    }

    private static void pause() throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private int print(Answer answer) {
        PrintWriter out = specification.commandLine().getOut();
        String message = answer.body().getString("message");
        if (json) {
            out.println(answer.body().encodePrettily());
        } else if (answer.found()) {
            out.println(message);
        } else {
            specification.commandLine().getErr().println("adsync: " + message);
        }
        out.flush();
        return answer.found() ? ExitCode.OK : ExitCode.NOT_WELL;
    }

    private void print(JsonObject body) {
        PrintWriter out = specification.commandLine().getOut();
        if (json) {
            out.println(body.encodePrettily());
        } else {
            out.println(counts(body, "accounts"));
            table(body.getJsonArray("accounts"), "account", "userName", out);
            if (body.getJsonObject("groups").getLong("listed") > 0) {
                out.println(counts(body.getJsonObject("groups"), "groups"));
                table(body.getJsonArray("foundGroups"), "group", "displayName", out);
            }
            if (body.containsKey("refusal")) {
                specification.commandLine().getErr().println("adsync: " + body.getString("refusal"));
            }
        }
        out.flush();
    }

    private static String counts(JsonObject found, String what) {
        return "compared %d %s with the provider: %d missing, %d drifted, %d not kept by the provider, %d orphaned, %d foreign, %d duplicate"
                .formatted(
                        found.getLong("listed"),
                        what,
                        found.getLong("missing"),
                        found.getLong("drifted"),
                        found.getLong("unkept"),
                        found.getLong("orphaned"),
                        found.getLong("foreign"),
                        found.getLong("duplicate"));
    }

    private static void table(JsonArray found, String what, String name, PrintWriter out) {
        if (found.isEmpty()) {
            return;
        }
        out.println();
        Table table = new Table("what", what, what.equals("account") ? "user" : "name", "repaired", "differs");
        found.forEach(element -> {
            JsonObject one = (JsonObject) element;
            String called = one.getString(name);
            table.row(
                    one.getString("kind"),
                    one.getString(what),
                    called.isEmpty() ? one.getString("dn") : called,
                    one.getBoolean("repairing") ? "yes" : "no",
                    one.getJsonArray("paths").stream().map(Object::toString).collect(Collectors.joining(", ")));
        });
        table.print(out);
        out.println();
    }
}
