package adsync.cli;

import adsync.app.Preview;
import adsync.config.Configuration;
import adsync.shipper.RehearsalSummary;
import adsync.shipper.Rehearsed;
import adsync.shipper.Rehearsed.Kind;
import adsync.shipper.Rehearsed.Values;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a preview is printed; the same for each command that makes one. */
final class PreviewOutput {

    private static final int WIDEST = 60;

    @Option(names = "--json", description = "print one JSON object a line: each account, then the summary")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "accounts in the table at most (default: ${DEFAULT-VALUE}); --json prints all")
    private int limit;

    private long told;

    /** Makes a preview and prints it as it comes. Blocks. */
    int preview(Configuration configuration, CommandSpec command) {
        int most = Limits.checked(limit, command);
        PrintWriter out = command.commandLine().getOut();
        List<Rehearsed> first = new ArrayList<>();
        Preview.Result result = Preview.make(configuration, Clock.systemUTC(), one -> {
            told++;
            if (json) {
                out.println(line(one).encode());
            } else if (first.size() < most) {
                first.add(one);
            }
        });
        if (json) {
            out.println(new JsonObject().put("summary", summary(result)).encode());
        } else {
            print(result, first, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static JsonObject line(Rehearsed one) {
        JsonObject values = new JsonObject();
        one.values()
                .forEach((path, value) -> values.put(
                        path, new JsonObject().put("before", value.before()).put("after", value.after())));
        JsonObject line = new JsonObject()
                .put("objectGUID", one.objectGuid().toString())
                .put("dn", one.dn())
                .put("userName", one.userName())
                .put("kinds", words(one))
                .put("held", one.held())
                .put("values", values);
        one.accountId().ifPresent(id -> line.put("account", id));
        return one.cause().isEmpty() ? line : line.put("cause", one.cause());
    }

    private static JsonArray words(Rehearsed one) {
        JsonArray words = new JsonArray();
        one.kinds().forEach(kind -> words.add(kind.word()));
        return words;
    }

    private static JsonObject summary(Preview.Result result) {
        RehearsalSummary summary = result.summary();
        return new JsonObject()
                .put("changes", counts(summary.counts()))
                .put("held", counts(summary.held()))
                .put("heldBefore", summary.heldBefore())
                .put("parkedBefore", summary.parkedBefore())
                .put("unchanged", summary.unchanged())
                .put("accounts", summary.accounts())
                .put("firstLoadWaits", summary.approval())
                .put("warnings", new JsonArray(result.warnings()));
    }

    private static JsonObject counts(Map<Kind, Long> counts) {
        JsonObject json = new JsonObject();
        for (Kind kind : Kind.values()) {
            json.put(kind.word(), counts.getOrDefault(kind, 0L));
        }
        return json;
    }

    private void print(Preview.Result result, List<Rehearsed> first, PrintWriter out) {
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
        if (!first.isEmpty()) {
            out.println();
            Table table = new Table("change", "user", "value", "before", "after");
            first.forEach(one -> rows(one, table));
            table.print(out);
        }
        if (told > first.size()) {
            out.printf("%nand %d more; --limit or --json shows them%n", told - first.size());
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

    private static void rows(Rehearsed one, Table table) {
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

    private static void row(Rehearsed one, String what, String who, String path, Values values, Table table) {
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

    private static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }
}
