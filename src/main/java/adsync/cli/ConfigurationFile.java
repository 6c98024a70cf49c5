package adsync.cli;

import adsync.config.Configuration;
import adsync.config.EffectiveConfiguration;
import java.nio.file.Path;
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

    /** Reads it with all that it names. */
    Configuration load() {
        return Configuration.load(file, System.getenv());
    }
}
