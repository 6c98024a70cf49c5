package adsync.cli;

import adsync.config.Configuration;
import adsync.config.Problem;
import adsync.desk.Check;
import adsync.desk.SameProvider;
import adsync.journal.ProviderIdentity;
import adsync.observe.CheckStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync check}: tries everything the service needs, and says of each step whether it works. */
@Command(
        name = "check",
        description = {
            "Tries state folder, ports, directory and provider step by step; says of each step whether it works and how to mend it.",
            "With --provider it probes how the provider speaks SCIM 2.0, for which the file needs no directory: what works, what ADSync will do about the rest, and what the provider should mend; with --write also on an account that is made for it and removed again, whatever happens."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync check",
            "         adsync check --provider --write --json",
            "Exit code 0 if everything works, or ADSync can work with the provider; 1 if not; 2 if the",
            "configuration or the command line cannot be used."
        })
final class CheckCommand implements Callable<Integer> {

    private static final String LINE = "%-6s %-30s %s%s%n";

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--provider", description = "probe how the provider speaks SCIM 2.0, and nothing else")
    private boolean provider;

    @Option(names = "--write", description = "with --provider: also on an account that is made for it and removed")
    private boolean write;

    @Option(names = "--json", description = "print what was found as a JSON object")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = specification.commandLine();
        if (write && !provider) {
            throw new ParameterException(command, "--write is for --provider only");
        }
        PrintWriter out = command.getOut();
        return provider
                ? new ConformanceOutput(out, command.getErr()).probe(file.loadForProvider(), write, json)
                : everything(file.load(), out);
    }

    private int everything(Configuration configuration, PrintWriter out) throws InterruptedException {
        boolean[] well = {true};
        JsonArray steps = new JsonArray();
        JsonArray warnings = new JsonArray();
        for (Problem warning : configuration.warnings()) {
            warnings.add(warning.toString());
            if (!json) {
                out.printf(LINE, "warn", "configuration", warning, "");
            }
        }
        Terminal.Shown shown = Terminal.showing(specification.commandLine().getErr(), "checking");
        Consumer<CheckStep> told = step -> {
            well[0] &= step.passed();
            if (json) {
                steps.add(json(step));
            } else {
                shown.above(() -> print(step, out));
            }
        };
        try {
            check(configuration, told);
        } finally {
            shown.close();
        }
        if (json) {
            out.println(new JsonObject()
                    .put("well", well[0])
                    .put("warnings", warnings)
                    .put("steps", steps)
                    .encodePrettily());
            out.flush();
        }
        return well[0] ? ExitCode.OK : ExitCode.NOT_WELL;
    }

    private void check(Configuration configuration, Consumer<CheckStep> told) throws InterruptedException {
        MachineSteps.of(configuration, file.path()).forEach(told);
        var identity = ProviderIdentity.of(configuration.provider().url(), configuration.organization());
        SameProvider.check(configuration.state(), identity).ifPresent(told);
        Check.run(configuration.directory(), configuration.selection(), configuration.provider(), told);
    }

    private static JsonObject json(CheckStep step) {
        JsonObject json = new JsonObject()
                .put("step", step.name())
                .put("passed", step.passed())
                .put("detail", step.detail());
        step.remedy().ifPresent(mend -> json.put("remedy", mend));
        if (step.warns()) {
            json.put("warning", true);
        }
        return json;
    }

    static void print(CheckStep step, PrintWriter out) {
        String word = step.warns() ? "warn" : step.passed() ? "ok" : "FAILED";
        out.printf(LINE, word, step.name(), step.advice(), "");
        out.flush();
    }
}
