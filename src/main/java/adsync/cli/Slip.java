package adsync.cli;

import adsync.config.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in the words of its help and not in those of the library that reads it. Pure. */
final class Slip {

    private Slip() {}

    /** What is wrong, and what may have been meant. */
    static String told(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        return switch (failure) {
            case UnmatchedArgumentException unmatched ->
                unmatched(unmatched.getUnmatched().getFirst(), command);
            case MissingParameterException missing -> missing(missing.getMissing());
            case OverwrittenOptionException twice -> named(twice.getOverwritten()) + " may be given once";
            default -> unfit(failure.getArgSpec(), failure);
        };
    }

    private static String unmatched(String word, CommandSpec command) {
        String name = command.qualifiedName();
        if (word.startsWith("-")) {
            String option = word.split("=", 2)[0];
            return "there is no option " + option
                    + meant(option, command.optionsMap().keySet(), "").orElse("");
        }
        if (command.subcommands().isEmpty()) {
            return "'" + word + "' is one argument too many";
        }
        List<String> commands = command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(below -> !below.usageMessage().hidden())
                .map(CommandSpec::name)
                .toList();
        String below = command.parent() == null ? "" : command.name() + " ";
        return "there is no command " + below + word
                + meant(word, commands, name + " ").orElse("; there are " + String.join(", ", commands));
    }

    private static Optional<String> meant(String wrong, Collection<String> names, String before) {
        return NearestName.of(wrong, names).map(name -> "; did you mean " + before + name + "?");
    }

    private static String missing(List<ArgSpec> missing) {
        return missing.stream()
                .map(argument -> argument instanceof OptionSpec
                        ? named(argument) + " needs " + argument.paramLabel()
                        : named(argument) + " is missing")
                .collect(Collectors.joining("; "));
    }

    /** Of a value only its own complaint: the rest is the library's. */
    private static String unfit(@Nullable ArgSpec argument, ParameterException failure) {
        return argument != null && failure.getCause() instanceof TypeConversionException cause
                ? named(argument) + ": " + cause.getMessage()
                : String.valueOf(failure.getMessage());
    }

    private static String named(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
