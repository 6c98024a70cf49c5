package adsync.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How many rows may be asked for. */
final class Limits {

    private static final int MOST = 10_000;

    private Limits() {}

    static int checked(int limit, CommandSpec command) {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(command.commandLine(), "--limit must be from 1 to " + MOST);
        }
        return limit;
    }
}
