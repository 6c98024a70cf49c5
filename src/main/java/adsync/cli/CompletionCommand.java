package adsync.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adsync completion}: what lets a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script that lets your shell complete commands and options of adsync.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: source <(adsync completion bash)",
            "         adsync completion fish > ~/.config/fish/completions/adsync.fish",
            "         source <(adsync completion zsh)      # after compinit",
            "Exit code 0."
        })
final class CompletionCommand implements Callable<Integer> {

    /** The shells that there is a script for. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String script(CommandLine command) {
            return switch (this) {
                case BASH -> AutoComplete.bash(command.getCommandName(), command);
                case ZSH -> ZshCompletion.of(command);
                case FISH -> FishCompletion.of(command);
            };
        }
    }

    @Parameters(
            paramLabel = "SHELL",
            converter = Words.Shells.class,
            completionCandidates = Words.Shells.class,
            description = "one of: ${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = specification.commandLine().getOut();
        out.print(shell.script(Main.commandLine()));
        out.flush();
        return ExitCode.OK;
    }
}
