package adsync.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code adsync}. */
@Command(
        name = "adsync",
        description = {
            "Ships every change of an Active Directory's users to a SCIM 2.0 provider, in near real time.",
            "",
            "Try it:        adsync demo",
            "Set it up:     adsync setup",
            "Check it:      adsync check",
            "Preview it:    adsync preview",
            "Run it:        adsync run",
            "Look at it:    adsync status",
            "Watch it:      adsync web",
            "Explain it:    adsync why ada.adler@contoso.com",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example: adsync check",
            "Exit codes: 0 well or done, 1 a check failed, the service is not well, or there is no such thing, 2 unusable command",
            "line, configuration or state folder, 3 directory or provider refuse us and a person must mend it, 70 an error of",
            "ADSync."
        })
public final class Main implements Runnable {

    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            DemoCommand.class,
            SetupCommand.class,
            BrowseCommand.class,
            CheckCommand.class,
            PreviewCommand.class,
            StatusCommand.class,
            TailCommand.class,
            WebCommand.class,
            WhyCommand.class,
            ParkedCommand.class,
            RetryCommand.class,
            HoldsCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            ForgetCommand.class,
            ReconcileCommand.class,
            ReloadCommand.class,
            ConfigCommand.class,
            AuditCommand.class,
            ControllersCommand.class,
            PasswordsCommand.class,
            SupportBundleCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            GenerateCommand.class,
            HelpCommand.class);

    /** What is about the other commands. */
    private static final Set<Class<?>> ABOUT_ALL =
            Set.of(CompletionCommand.class, GenerateCommand.class, HelpCommand.class);

    @Spec
    private CommandSpec specification = CommandSpec.create();

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int code = run(arguments);
        Logging.close();
        System.exit(code);
    }

    /** Runs a command and returns its exit code. */
    static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    /** Runs a command that prints there. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        List<Class<?>> wanted = arguments.length == 0 ? List.of() : named(arguments[0]);
        return commandLine(wanted.isEmpty() ? COMMANDS : wanted)
                .setOut(out)
                .setErr(err)
                .execute(arguments);
    }

    /** All commands, as they are documented and completed. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** The command of that name by itself, because reading all of them takes half of the time of a short one; none, if all are wanted. */
    private static List<Class<?>> named(String name) {
        return COMMANDS.stream()
                .filter(command -> !ABOUT_ALL.contains(command))
                .filter(command -> command.getAnnotation(Command.class).name().equals(name))
                .toList();
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        var failures = new Failures();
        CommandLine all = new CommandLine(new Main());
        commands.forEach(all::addSubcommand);
        CommandLine browse = all.getSubcommands().get("browse");
        if (browse != null) {
            BrowseCommand.hideWhatIsShipped(browse.getCommandSpec());
        }
        Map<String, IHelpSectionRenderer> sections = new HashMap<>(all.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, Footer::shown);
        PlainValues.register(all);
        return all.setHelpSectionMap(sections)
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(new Scrutiny())
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                specification.commandLine(), "a command is needed, such as run, check, status or why");
    }
}
