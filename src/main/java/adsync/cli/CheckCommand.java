package adsync.cli;

import adsync.config.Configuration;
import adsync.desk.Check;
import adsync.observe.CheckStep;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adsync check}: tries everything the service needs, and says of each step whether it works. */
@Command(
        name = "check",
        description =
                "Tries directory and provider step by step; says of each step whether it works and how to mend it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: adsync check --config conf/adsync.yaml", "Exit code 0 if everything works, 1 if not."})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() {
        Configuration configuration = file.load();
        PrintWriter out = specification.commandLine().getOut();
        boolean[] well = {true};
        Check.run(configuration.directory(), configuration.selection(), configuration.provider(), step -> {
            well[0] &= step.passed();
            print(step, out);
        });
        return well[0] ? ExitCode.OK : ExitCode.NOT_WELL;
    }

    private static void print(CheckStep step, PrintWriter out) {
        String remedy = step.remedy().map(mend -> "; to mend it: " + mend).orElse("");
        out.printf("%-6s %-30s %s%s%n", step.passed() ? "ok" : "FAILED", step.name(), step.detail(), remedy);
        out.flush();
    }
}
