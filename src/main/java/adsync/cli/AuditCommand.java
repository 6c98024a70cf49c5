package adsync.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync audit}: has one command, to verify. */
@Command(
        name = "audit",
        description = "The audit log: one line a change, in the folder audit of the state folder.",
        subcommands = AuditVerifyCommand.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "verify",
        footer = {"", "Example: adsync audit verify", "Exit codes: as its command."})
final class AuditCommand implements Runnable {

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is needed: audit verify");
    }
}
