package adsync.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for the shell zsh, with what each command and option is for: the library of the command line writes bash's alone. */
final class ZshCompletion {

    private ZshCompletion() {}

    /** The script for a command with all commands below it: for a file on {@code fpath}, or to be sourced. */
    static String of(CommandLine command) {
        String name = command.getCommandName();
        var script = new StringBuilder("#compdef " + name + "\n\n");
        add("_" + name, command, script);
        // Loaded by name it is called now; sourced, it is told to whoever completes.
        return script.append("if [ \"${funcstack[1]-}\" = _%s ]; then _%s \"$@\"; else compdef _%s %s; fi\n"
                        .formatted(name, name, name, name))
                .toString();
    }

    private static void add(String function, CommandLine command, StringBuilder script) {
        Map<String, CommandLine> below = new LinkedHashMap<>();
        ManPage.shown(command).forEach(one -> below.put(one.getCommandName(), one));
        List<String> arguments = new ArrayList<>();
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> arguments.add(option(option)));
        if (below.isEmpty()) {
            command.getCommandSpec()
                    .positionalParameters()
                    .forEach(one -> arguments.add((one.arity().max() > 1 ? "'*:" : "':") + value(one) + "'"));
            script.append(function).append("() {\n  _arguments -s");
            arguments.forEach(one -> script.append(" \\\n    ").append(one));
            script.append("\n}\n\n");
            return;
        }
        below.forEach((name, one) -> add(function + "_" + name.replace('-', '_'), one, script));
        script.append(function).append("() {\n  local state line\n  _arguments -C");
        arguments.forEach(one -> script.append(" \\\n    ").append(one));
        script.append(" \\\n    '1: :->command' '*:: :->rest'\n  case $state in\n    command)\n")
                .append("      local -a commands=(");
        below.forEach((name, one) -> script.append("\n        '")
                .append(name)
                .append(':')
                .append(words(one.getCommandSpec().usageMessage().description()))
                .append('\''));
        script.append("\n      )\n      _describe command commands\n      ;;\n    rest)\n      case $line[1] in\n");
        below.forEach((name, one) ->
                script.append("        %s) %s_%s ;;\n".formatted(name, function, name.replace('-', '_'))));
        script.append("      esac\n      ;;\n  esac\n}\n\n");
    }

    private static String option(OptionSpec option) {
        boolean valued = option.arity().max() > 0;
        String rest = "'[" + words(option.description()) + "]" + (valued ? ":" + value(option) : "") + "'";
        List<String> names = List.of(option.names());
        String all = names.stream().map(name -> valued ? form(name) : name).collect(Collectors.joining(","));
        String forms = names.size() == 1 ? all : "{" + all + "}";
        return option.isMultiValue() ? "'*'" + forms + rest : "'(" + String.join(" ", names) + ")'" + forms + rest;
    }

    /** A value may follow an equals sign, where the name is a long one. */
    private static String form(String name) {
        return name.startsWith("--") ? name + "=" : name;
    }

    /** What a value is called, and what it may be. */
    private static String value(ArgSpec argument) {
        String label = argument.paramLabel().replaceAll("[^A-Za-z0-9 _-]", "");
        @Nullable Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            return label + ":(" + String.join(" ", candidates) + ")";
        }
        return label + ("FILE".equals(label) || "FOLDER".equals(label) ? ":_files" : ": ");
    }

    /** The first sentence of a description, quoted. */
    private static String words(String[] description) {
        return String.join(" ", description)
                .replaceAll(" *\\([^()]*\\)|, of: .*", "")
                .strip()
                .replaceFirst("[.;] .*", "")
                .replaceFirst("\\.$", "")
                .replace("'", "’")
                .replaceAll("([\\[\\]:\\\\])", "\\\\$1");
    }
}
