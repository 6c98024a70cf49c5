package adsync.cli;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync version}. */
@Command(
        name = "version",
        description = "Prints the version of ADSync and of the Java it runs on.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: adsync version", "Exit code 0."})
final class VersionCommand implements Callable<Integer> {

    @Option(names = "--json", description = "print it as a JSON object")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    /** Also answers {@code --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }
    }

    @Override
    public Integer call() {
        specification
                .commandLine()
                .getOut()
                .println(
                        json
                                ? new JsonObject()
                                        .put("version", version())
                                        .put("java", Runtime.version().toString())
                                        .encodePrettily()
                                : line());
        return ExitCode.OK;
    }

    /** The version of the jar; classes outside a jar have none. */
    static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static String line() {
        return "adsync " + version() + " (Java " + Runtime.version() + ")";
    }
}
