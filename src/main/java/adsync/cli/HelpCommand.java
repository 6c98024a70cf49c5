package adsync.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code adsync help}: that of a command, also of one below another. */
@Command(
        name = "help",
        helpCommand = true,
        description = "Shows the help of a command, or of adsync itself.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync help tail",
            "         adsync help dc add",
            "Exit code 0; 2 if there is no such command."
        })
final class HelpCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "which (default: adsync itself)")
    private List<String> names = List.of();

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine command = specification.parent().commandLine();
        for (String name : names) {
            CommandLine below = command.getSubcommands().get(name);
            if (below == null) {
                throw new UnmatchedArgumentException(command, List.of(name));
            }
            command = below;
        }
        command.usage(specification.commandLine().getOut());
        return ExitCode.OK;
    }
}
