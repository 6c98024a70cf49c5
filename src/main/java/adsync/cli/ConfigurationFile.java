package adsync.cli;

import adsync.config.Configuration;
import adsync.config.EffectiveConfiguration;
import adsync.config.ServicePlace;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that names the configuration file; the same in every command. */
final class ConfigurationFile {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:ADSYNC_CONFIG:-conf/adsync.yaml}",
            description = "configuration file (default: ${DEFAULT-VALUE})")
    private Path file = Path.of("conf", "adsync.yaml");

    /** Where it is, or will be. */
    Path path() {
        return file;
    }

    /** Reads it with all that it names, and tells where each value comes from. */
    EffectiveConfiguration effective() {
        return EffectiveConfiguration.load(file, System.getenv());
    }

    /** Where the service by it is; faults are told in a line, as it runs all the same. */
    ServicePlace place(CommandSpec command) {
        ServicePlace place = quietPlace();
        if (!place.problems().isEmpty()) {
            int more = place.problems().size() - 1;
            PrintWriter err = command.commandLine().getErr();
            err.println("adsync: warning: " + place.problems().getFirst()
                    + (more > 0 ? " (and " + more + " more: adsync config validate)" : ""));
            err.flush();
        }
        return place;
    }

    /** Where the service by it is, whatever faults it has. */
    ServicePlace quietPlace() {
        return ServicePlace.read(file, System.getenv());
    }

    /** Reads it with all that it names. */
    Configuration load() {
        return Configuration.load(file, System.getenv());
    }

    /** The same of a file in which no directory need stand: the tests of a provider have none. */
    Configuration loadForProvider() {
        return Configuration.loadForProvider(file, System.getenv());
    }
}
