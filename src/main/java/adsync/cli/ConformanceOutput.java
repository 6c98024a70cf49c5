package adsync.cli;

import adsync.config.Configuration;
import adsync.observe.Progress;
import adsync.scim.Conformance;
import adsync.scim.ConformanceFinding;
import adsync.scim.ConformanceFinding.Verdict;
import adsync.scim.ProviderConformance;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Probes a provider and prints what it can do. */
final class ConformanceOutput {

    private final PrintWriter out;
    private final PrintWriter err;

    ConformanceOutput(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Probes, and returns the exit code. */
    int probe(Configuration configuration, boolean write, boolean json) {
        Vertx vertx = Vertx.vertx();
        var tried = new AtomicInteger();
        Terminal.Shown shown = Terminal.showing(err, () -> new Progress.State("probing the provider", tried.get(), 0));
        Conformance found;
        try {
            found = ProviderConformance.find(
                    vertx,
                    configuration.provider(),
                    configuration.mapping().extension(),
                    write,
                    Clock.systemUTC(),
                    finding -> tried.incrementAndGet());
        } catch (IllegalArgumentException e) {
            err.println("adsync: " + e.getMessage());
            return ExitCode.UNUSABLE;
        } finally {
            shown.close();
            vertx.close().await();
        }
        if (json) {
            out.println(json(configuration, write, found).encodePrettily());
        } else {
            print(write, found);
        }
        out.flush();
        return found.conforms() ? ExitCode.OK : ExitCode.NOT_WELL;
    }

    private static JsonObject json(Configuration configuration, boolean write, Conformance found) {
        JsonArray findings = new JsonArray();
        found.findings()
                .forEach(finding -> findings.add(new JsonObject()
                        .put("area", finding.area())
                        .put("probe", finding.probe())
                        .put("verdict", word(finding))
                        .put("detail", finding.detail())
                        .put("remedy", finding.remedy())));
        JsonObject switches = new JsonObject();
        found.switches().forEach(switches::put);
        return new JsonObject()
                .put("provider", configuration.provider().url().toString())
                .put("write", write)
                .put("conforms", found.conforms())
                .put("findings", findings)
                .put("switches", switches);
    }

    private static String word(ConformanceFinding finding) {
        return finding.verdict().name().toLowerCase(Locale.ROOT);
    }

    private void print(boolean write, Conformance found) {
        Table table = new Table("VERDICT", "AREA", "PROBE", "FOUND");
        found.findings()
                .forEach(finding -> table.row(word(finding), finding.area(), finding.probe(), finding.detail()));
        table.print(out);
        out.printf("%nADSync will use:%n");
        found.switches().forEach((what, how) -> out.printf("  %s: %s%n", what, how));
        List<ConformanceFinding> remedies = found.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.WORKS)
                .toList();
        if (!remedies.isEmpty()) {
            out.printf("%nThe provider should mend:%n");
            remedies.forEach(finding -> out.printf(
                    "  %s%s, %s: %s%n",
                    finding.verdict() == Verdict.FAILS ? "NEEDED " : "",
                    finding.area(),
                    finding.probe(),
                    finding.remedy()));
        }
        out.printf(
                "%n%s%n",
                found.conforms()
                        ? "ADSync can work with this provider."
                        : "ADSync cannot work well with this provider before what is NEEDED is mended.");
        if (!write) {
            out.println(
                    "Only reading was tried; --write tries the rest on an account that is made for it and removed.");
        }
    }
}
