package adsync.cli;

import adsync.config.EffectiveConfiguration;
import adsync.config.EffectiveValue;
import adsync.config.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync config}: looks at the configuration without using it. */
@Command(
        name = "config",
        description = "Validates the configuration, or shows what it comes to.",
        subcommands = {ConfigCommand.Validate.class, ConfigCommand.Show.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: adsync config validate", "Exit codes: as its commands."})
final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec specification = CommandSpec.create();

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is needed: validate or show");
    }

    /** {@code adsync config validate}. */
    @Command(
            name = "validate",
            description = {
                "Tells everything that is wrong or unwise in the configuration and the files that it names.",
                "It names file, line and key. Connects to nothing and writes nothing: adsync check tries directory and provider."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example: adsync config validate --config conf/changed.yaml",
                "Exit code 0 if it can be used, with warnings too; 2 if not."
            })
    static final class Validate implements Callable<Integer> {

        @Mixin
        private ConfigurationFile file = new ConfigurationFile();

        @Option(names = "--json", description = "print the verdict as a JSON object")
        private boolean json;

        @Spec
        private CommandSpec specification = CommandSpec.create();

        @Override
        public Integer call() {
            List<Problem> warnings = file.load().warnings();
            PrintWriter out = specification.commandLine().getOut();
            if (json) {
                out.println(verdict(List.of(), warnings).encodePrettily());
            } else {
                warnings.forEach(warning -> out.println("warning: " + warning));
                out.println(file.path() + " is valid.");
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    /** {@code adsync config show}. */
    @Command(
            name = "show",
            description = {
                "Shows every key that has a value, what it is and where it comes from.",
                "That is a line of the file, an environment variable or file that the line names, or the default. Secrets are not shown."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example: adsync config show", "Exit code 0; 2 if the configuration cannot be used."})
    static final class Show implements Callable<Integer> {

        @Mixin
        private ConfigurationFile file = new ConfigurationFile();

        @Option(names = "--json", description = "print it as a JSON object")
        private boolean json;

        @Spec
        private CommandSpec specification = CommandSpec.create();

        @Override
        public Integer call() {
            EffectiveConfiguration effective = file.effective();
            PrintWriter out = specification.commandLine().getOut();
            if (json) {
                out.println(json(effective).encodePrettily());
            } else {
                Table table = new Table("KEY", "FROM", "VALUE");
                effective.values().forEach(value -> table.row(value.key(), from(effective, value), value.value()));
                table.print(out);
            }
            out.flush();
            return ExitCode.OK;
        }

        private static String from(EffectiveConfiguration effective, EffectiveValue value) {
            return value.line()
                    .map(line -> effective.file().getFileName() + ":" + line
                            + value.from().map(from -> ", " + from).orElse(""))
                    .orElse("default");
        }
    }

    /** Whether it can be used: not if there are problems. */
    static JsonObject verdict(List<Problem> problems, List<Problem> warnings) {
        return new JsonObject()
                .put("valid", problems.isEmpty())
                .put("problems", json(problems))
                .put("warnings", json(warnings));
    }

    private static JsonArray json(List<Problem> problems) {
        JsonArray array = new JsonArray();
        problems.forEach(problem -> array.add(new JsonObject()
                .put("file", problem.file().toString())
                .put("line", problem.line())
                .put("key", problem.key())
                .put("text", problem.text())));
        return array;
    }

    /** What it comes to; no secret is in it. */
    static JsonObject json(EffectiveConfiguration effective) {
        JsonArray values = new JsonArray();
        effective.values().forEach(value -> {
            JsonObject json = new JsonObject()
                    .put("key", value.key())
                    .put("value", value.value())
                    .put("default", value.isDefault());
            value.line().ifPresent(line -> json.put("line", line));
            value.from().ifPresent(from -> json.put("from", from));
            values.add(json);
        });
        return new JsonObject()
                .put("file", effective.file().toAbsolutePath().normalize().toString())
                .put("values", values);
    }
}
