package adsync.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, in the macros of man(7), from the same model as its help. */
final class ManPage {

    private static final int SECTION = 1;
    private static final Pattern BY_VARIABLE = Pattern.compile("^\\$\\{env:(\\w+):-(.*)}$");

    /** Of a package for Debian; elsewhere the guides say where they are. */
    private static final Map<String, String> FILES = new TreeMap<>(Map.of(
            "/etc/adsync/adsync.yaml", "The configuration.",
            "/etc/adsync/mapping.yaml", "What is different from the standard mapping, if anything is.",
            "/etc/adsync/credentials", "The secrets that the configuration names.",
            "/etc/default/adsync", "The environment of the service.",
            "/var/lib/adsync", "The state folder: journal, audit log, keys."));

    private final CommandLine command;
    private final CommandSpec specification;
    private final StringBuilder text = new StringBuilder();

    private ManPage(CommandLine command) {
        this.command = command;
        this.specification = command.getCommandSpec();
    }

    /** The page's name, for example {@code adsync-config-show}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /** The page. */
    static String of(CommandLine command) {
        return new ManPage(command).write();
    }

    /** The command and all below it, without those that are hidden. */
    static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(Stream.of(command), shown(command).flatMap(ManPage::all));
    }

    /** What is directly below it, without what is hidden. */
    static Stream<CommandLine> shown(CommandLine command) {
        return command.getSubcommands().values().stream()
                .filter(below -> !below.getCommandSpec().usageMessage().hidden())
                .filter(below -> !below.getCommandName().equals("help"));
    }

    private String write() {
        String name = name(command);
        String version = "adsync " + VersionCommand.version();
        macro("TH", name.toUpperCase(Locale.ROOT), String.valueOf(SECTION), "", version, "ADSync");
        macro("SH", "NAME");
        line(name + " \\- " + escaped(summary(specification)));
        macro("SH", "SYNOPSIS");
        line(escaped(synopsis()));
        macro("SH", "DESCRIPTION");
        paragraphs(specification.usageMessage().description());
        parameters();
        options();
        commands();
        footer();
        environment();
        files();
        macro("SH", "SEE ALSO");
        line("adsync(1)");
        return text.toString();
    }

    private String synopsis() {
        return new Help(specification, Help.defaultColorScheme(Ansi.OFF))
                .synopsis(0)
                .lines()
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }

    private static String summary(CommandSpec specification) {
        String[] description = specification.usageMessage().description();
        return String.join(" ", description)
                .strip()
                .replaceFirst("[.:;] .*", "")
                .replaceFirst("\\.$", "");
    }

    private void parameters() {
        for (PositionalParamSpec parameter : specification.positionalParameters()) {
            if (parameter.index().min() == 0) {
                macro("SH", "ARGUMENTS");
            }
            entry(parameter.paramLabel(), parameter, parameter.toBuilder().description());
        }
    }

    private void options() {
        List<OptionSpec> options = specification.options().stream()
                .filter(option -> !option.hidden())
                .toList();
        if (!options.isEmpty()) {
            macro("SH", "OPTIONS");
        }
        options.forEach(option -> entry(
                String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel()),
                option,
                option.toBuilder().description()));
    }

    /** With the description as it was written: the library would fill in what holds on the machine that makes the page. */
    private void entry(String head, ArgSpec argument, String[] description) {
        macro("TP");
        line("\\fB" + escaped(head) + "\\fR");
        paragraphs(Stream.of(description)
                .map(one -> one.replace("${DEFAULT-VALUE}", defaultValue(argument))
                        .replace("${COMPLETION-CANDIDATES}", candidates(argument)))
                .toArray(String[]::new));
    }

    private static String defaultValue(ArgSpec argument) {
        return BY_VARIABLE
                .matcher(String.valueOf(argument.defaultValueString(false)))
                .replaceFirst("the variable $1, else $2");
    }

    private static String candidates(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null ? "" : String.join(", ", candidates);
    }

    private void commands() {
        List<CommandLine> below = shown(command).toList();
        if (!below.isEmpty()) {
            macro("SH", "COMMANDS");
        }
        below.forEach(one -> {
            macro("TP");
            line("\\fB" + escaped(one.getCommandName()) + "\\fR, " + escaped(name(one)) + "(1)");
            line(escaped(summary(one.getCommandSpec())));
        });
    }

    /** Examples and exit codes, as they stand in the help. */
    private void footer() {
        Footer footer = Footer.of(specification);
        macro("SH", "EXAMPLES");
        macro("nf");
        footer.examples()
                .forEach(one -> line(escaped(one.replaceFirst("^Example:", "").strip())));
        macro("fi");
        macro("SH", "EXIT STATUS");
        line(escaped(footer.rest()));
    }

    private void environment() {
        macro("SH", "ENVIRONMENT");
        for (EnvironmentVariable variable : EnvironmentVariable.values()) {
            macro("TP");
            line("\\fB" + escaped(variable.name()) + "\\fR");
            line(escaped(variable.description()));
        }
    }

    private void files() {
        macro("SH", "FILES");
        line("A package sets the variables so that the commands find these:");
        FILES.forEach((file, description) -> {
            macro("TP");
            line("\\fB" + escaped(file) + "\\fR");
            line(escaped(description));
        });
    }

    private void paragraphs(String[] lines) {
        for (String one : lines) {
            if (one.isBlank()) {
                macro("PP");
            } else if (one.contains("  ")) { // a table of its own
                macro("br");
                line(escaped(one.strip()));
            } else {
                line(escaped(one.strip()));
            }
        }
    }

    private void macro(String name, String... arguments) {
        text.append('.').append(name);
        for (String argument : arguments) {
            text.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        text.append('\n');
    }

    private void line(String line) {
        // A dot or an apostrophe at its beginning would be a macro.
        text.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "")
                .append(line)
                .append('\n');
    }

    private static String escaped(String plain) {
        return plain.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    }
}
