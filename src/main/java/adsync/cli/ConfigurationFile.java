package adsync.cli;

import adsync.config.Configuration;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration file; the same in every command. */
final class ConfigurationFile {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "conf/adsync.yaml",
            description = "configuration file (default: ${DEFAULT-VALUE})")
    private Path file = Path.of("conf", "adsync.yaml");

    /** Reads it with all that it names. */
    Configuration load() {
        return Configuration.load(file, System.getenv());
    }
}
