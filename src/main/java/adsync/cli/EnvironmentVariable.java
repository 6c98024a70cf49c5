package adsync.cli;

import java.nio.file.Path;
import java.util.Map;

/** A variable that the commands heed, as the manual tells it. */
enum EnvironmentVariable {
    ADSYNC_CONFIG("The configuration file, if --config does not name one."),
    ADSYNC_STATE(
            "The state folder that the set-up puts into a new configuration. One that is there is not changed by it."),
    ADSYNC_MAPPING("Likewise the file of the mapping, if there is one."),
    ADSYNC_LISTEN("Likewise where the service listens; and, until then, the page of adsync run --setup."),
    ADSYNC_START(
            "How the service is started on this machine, for messages that advise it; adsync run if it is not set."),
    ADSYNC_JAVA_OPTIONS("More options for the Java virtual machine, such as -Xmx512m."),
    CREDENTIALS_DIRECTORY("The folder of the secrets that the configuration refers to by credential:NAME.");

    private final String description;

    EnvironmentVariable(String description) {
        this.description = description;
    }

    /** What it is for. */
    String description() {
        return description;
    }

    /** The same by a file: the one of a package is for the file of that package alone. */
    static String start(Map<String, String> environment, Path file) {
        boolean ofThePackage = file.toString().equals(environment.get(ADSYNC_CONFIG.name()));
        return ofThePackage ? start(environment) : "adsync run --config " + file;
    }

    /** The command that starts the service here, or has it start anew: a package has one of its own. */
    static String start(Map<String, String> environment) {
        String start = environment.getOrDefault(ADSYNC_START.name(), "").strip();
        return start.isEmpty() ? "adsync run" : start;
    }
}
