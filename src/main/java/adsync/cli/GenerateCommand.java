package adsync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code adsync generate}: for the build, which puts manual pages and completion into the packages. */
@Command(
        name = "generate",
        hidden = true,
        description = "Writes the manual pages and the completion for all shells: man/ and completion/ of a folder.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: adsync generate target", "Exit code 0."})
final class GenerateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "where; it is created if it is missing")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
        CommandLine command = Main.commandLine();
        Path manual = Files.createDirectories(folder.resolve("man"));
        for (CommandLine one : ManPage.all(command).toList()) {
            Files.writeString(manual.resolve(ManPage.name(one) + ".1"), ManPage.of(one));
        }
        Path completion = Files.createDirectories(folder.resolve("completion"));
        for (CompletionCommand.Shell shell : CompletionCommand.Shell.values()) {
            Files.writeString(completion.resolve("adsync." + shell.word()), shell.script(command));
        }
        return ExitCode.OK;
    }
}
