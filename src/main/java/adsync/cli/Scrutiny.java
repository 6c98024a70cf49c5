package adsync.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Refuses what the library lets pass before the command is executed. */
final class Scrutiny implements IExecutionStrategy {

    private final RunLast execution = new RunLast();

    @Override
    public int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        List<String> unmatched = last.unmatched();
        if (!unmatched.isEmpty() && !command.getSubcommands().isEmpty()) {
            throw new UnmatchedArgumentException(command, unmatched); // help is asked for a command that is not there
        }
        for (PositionalParamSpec parameter : last.matchedPositionals()) {
            if (parameter.stringValues().stream().anyMatch(String::isBlank)) {
                throw new ParameterException(command, parameter.paramLabel() + " must not be empty");
            }
        }
        return execution.execute(parsed);
    }
}
