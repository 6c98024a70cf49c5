package adsync.cli;

import adsync.app.Preview;
import adsync.config.Configuration;
import adsync.observe.Progress;
import adsync.setup.ForecastJson;
import adsync.setup.Forecaster.Forecast;
import adsync.shipper.RehearsalSummary;
import adsync.shipper.RehearsedAccount;
import adsync.shipper.RehearsedAccount.Kind;
import adsync.shipper.RehearsedAccount.Values;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a preview is printed; the same for each command that makes one. */
final class PreviewOutput {

    private static final int WIDEST = 60;

    @Option(names = "--json", description = "print one JSON object a line: each account, each group, then the summary")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "accounts, and groups, in the tables at most (default: ${DEFAULT-VALUE}); --json prints all")
    private int limit;

    /** Makes a preview and prints it as it comes. Blocks. */
    int preview(Configuration configuration, boolean sameProvider, CommandSpec command) {
        int most = Limits.checked(limit, command);
        PrintWriter out = command.commandLine().getOut();
        var first = new PreviewSample(most);
        var progress = new Progress();
        Terminal.Shown shown = Terminal.showing(command.commandLine().getErr(), progress);
        Preview.Result result;
        try {
            result = Preview.make(
                    configuration,
                    sameProvider,
                    Clock.systemUTC(),
                    one -> {
                        if (json) {
                            shown.above(() -> {
                                out.println(ForecastJson.line(one).encode());
                                out.flush();
                            });
                        } else {
                            first.accept(one);
                        }
                    },
                    progress);
        } finally {
            shown.close();
        }
        if (json) {
            out.println(new JsonObject().put("summary", summary(result)).encode());
        } else {
            print(result, first, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The numbers, as the last line of {@code --json}. */
    static JsonObject summary(Preview.Result result) {
        return ForecastJson.summary(new Forecast(result.summary(), result.warnings()));
    }

    /** For people: the numbers, and the first accounts and groups. */
    static void print(Preview.Result result, PreviewSample first, PrintWriter out) {
        RehearsalSummary summary = result.summary();
        out.println("If the service were started now, this would happen at the provider, which has "
                + summary.accounts() + " accounts:");
        out.println();
        Table counts = new Table("", "accounts", "held for approval");
        for (Kind kind : Kind.values()) {
            counts.row(
                    kind.word(),
                    Long.toString(summary.count(kind)),
                    Long.toString(summary.held().getOrDefault(kind, 0L)));
        }
        counts.row("unchanged", Long.toString(summary.unchanged()), "").print(out);
        if (summary.groups().any()) {
            out.println();
            GroupTable.counts(summary.groups()).print(out);
        }
        if (!first.accounts().isEmpty()) {
            out.println();
            Table table = new Table("change", "user", "value", "before", "after");
            first.accounts().forEach(one -> rows(one, table));
            table.print(out);
        }
        if (!first.groups().isEmpty()) {
            out.println();
            GroupTable.of(first.groups()).print(out);
        }
        if (first.left() > 0) {
            out.printf("%nand %d more; --limit or --json shows them%n", first.left());
        }
        printNotes(result, out);
    }

    private static void printNotes(Preview.Result result, PrintWriter out) {
        RehearsalSummary summary = result.summary();
        if (summary.approval()) {
            out.printf(
                    "%nThe provider holds accounts that are not known here: the first load waits until it is approved"
                            + " (adsync approve, or adsync run --yes).%n");
        }
        if (summary.heldBefore() + summary.parkedBefore() > 0) {
            out.printf(
                    "%n%d held and %d parked ones stay as they are; see  adsync holds  and  adsync parked%n",
                    summary.heldBefore(), summary.parkedBefore());
        }
        result.warnings().forEach(warning -> out.printf("%nwarning: %s%n", warning));
    }

    private static void rows(RehearsedAccount one, Table table) {
        String kinds = one.kinds().stream().map(Kind::word).collect(Collectors.joining(", "));
        String what = one.held() ? (kinds.isEmpty() ? "held" : "held: " + kinds) : kinds;
        String who = one.userName().isEmpty() ? one.dn() : one.userName();
        boolean whole = one.kinds().contains(Kind.CREATE) || one.kinds().contains(Kind.DELETE);
        if (!one.cause().isEmpty() || one.values().isEmpty() || whole) {
            table.row(what, who, one.cause().isEmpty() ? one.dn() : cut(one.cause()), "", "");
        }
        if (!whole) {
            one.values().forEach((path, values) -> row(one, what, who, path, values, table));
        }
    }

    private static void row(RehearsedAccount one, String what, String who, String path, Values values, Table table) {
        boolean first = path.equals(one.values().firstKey()) && one.cause().isEmpty();
        table.row(first ? what : "", first ? who : "", path, text(values.before()), text(values.after()));
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case String text -> cut(text);
            default -> cut(String.valueOf(json(value)));
        };
    }

    private static Object json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> Json.encode(map);
            case List<?> list -> Json.encode(list);
            default -> value;
        };
    }

    static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }
}
