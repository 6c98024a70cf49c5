package adsync.cli;

import adsync.app.StartException;
import adsync.config.ConfigurationException;
import adsync.control.ControlException;
import adsync.journal.JournalException;
import adsync.setup.SetupException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what a person has to mend, each thing in a line, and with which exit code the command ends. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(Failures.class);

    /** The log of a short command is the terminal, which gets no stack traces unasked. */
    private static final String WHERE =
            "; please report it with the stack trace in the log, which ADSYNC_JAVA_OPTIONS=-Dadsync.log.stack=full brings"
                    + " to the terminal";

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        return switch (failure) {
            case ConfigurationException unusable -> {
                if (command.getParseResult().matchedOptionValue("--json", false)) {
                    tell(ConfigCommand.verdict(unusable.problems(), List.of()), command.getOut());
                } else {
                    unusable.problems().forEach(problem -> say(problem.toString(), err));
                }
                yield ExitCode.UNUSABLE;
            }
            case JournalException unusable -> {
                say(String.valueOf(unusable.getMessage()), err);
                yield ExitCode.UNUSABLE;
            }
            case SetupException unsaved -> {
                say(String.valueOf(unsaved.getMessage()), err);
                yield ExitCode.UNUSABLE;
            }
            case ControlException failed -> {
                say(failed.getMessage(), err);
                yield ExitCode.NOT_WELL;
            }
            case StartException refused -> {
                say(String.valueOf(refused.getMessage()), err);
                yield refused.reason() == StartException.Reason.REFUSED ? ExitCode.REFUSED : ExitCode.UNUSABLE;
            }
            default -> {
                LOGGER.atError().setCause(failure).log("an error of ADSync itself");
                say("an error of ADSync itself: " + failure + WHERE, err);
                yield ExitCode.INTERNAL;
            }
        };
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String what = Slip.told(failure).replaceFirst("\\.$", "");
        say(
                what + (what.endsWith("?") ? "" : ".") + " Help: "
                        + command.getCommandSpec().qualifiedName() + " --help",
                err);
        return ExitCode.UNUSABLE;
    }

    /** In a line: whoever reads one object a line reads this one, too. */
    private static void tell(JsonObject object, PrintWriter out) {
        out.println(object.encode());
        out.flush();
    }

    /** What libraries say over several lines becomes one. */
    private static void say(@Nullable String what, PrintWriter err) {
        err.println("adsync: " + String.valueOf(what).strip().replaceAll("\\s*\\R\\s*", "; "));
        err.flush();
    }
}
