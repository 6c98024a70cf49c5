package adsync.cli;

import adsync.app.StartException;
import adsync.config.ConfigurationException;
import adsync.journal.JournalException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what a person has to mend, in a line, and with which exit code the command ends. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments)
            throws Exception {
        int exitCode = switch (failure) {
            case ConfigurationException unusable -> ExitCode.UNUSABLE;
            case JournalException unusable -> ExitCode.UNUSABLE;
            case StartException refused -> ExitCode.REFUSED;
            default -> throw failure;
        };
        command.getErr().println("adsync: " + failure.getMessage());
        command.getErr().flush();
        return exitCode;
    }
}
