package adsync.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for the shell fish, which the library of the command line does not write. */
final class FishCompletion {

    private FishCompletion() {}

    /** The script for a command with all commands below it. */
    static String of(CommandLine command) {
        var script = new StringBuilder("# fish completion for " + command.getCommandName() + "\n");
        String name = command.getCommandName();
        script.append("complete -c ").append(name).append(" -f\n");
        add(name, command, "", script);
        return script.toString();
    }

    private static void add(String root, CommandLine command, String seen, StringBuilder script) {
        CommandSpec specification = command.getCommandSpec();
        Map<String, CommandLine> below = new LinkedHashMap<>();
        ManPage.shown(command).forEach(sub -> below.put(sub.getCommandName(), sub));
        String names = String.join(" ", below.keySet());
        String here = seen.isEmpty() ? "not __fish_seen_subcommand_from " + names : seen;
        String deeper =
                below.isEmpty() || seen.isEmpty() ? here : here + "; and not __fish_seen_subcommand_from " + names;
        below.forEach((name, sub) -> line(root, deeper, script)
                .append(" -a ")
                .append(name)
                .append(description(sub.getCommandSpec().usageMessage().description())));
        specification.options().stream().filter(option -> !option.hidden()).forEach(option -> {
            line(root, deeper, script);
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
            }
            script.append(value(option)).append(description(option.description()));
        });
        specification.positionalParameters().stream()
                .map(FishCompletion::words)
                .filter(words -> !words.isEmpty())
                .forEach(words -> line(root, deeper, script).append(words));
        below.forEach((name, sub) -> {
            String condition = "__fish_seen_subcommand_from " + name;
            add(root, sub, seen.isEmpty() ? condition : seen + "; and " + condition, script);
        });
    }

    private static StringBuilder line(String root, String condition, StringBuilder script) {
        if (!script.toString().endsWith("\n")) {
            script.append('\n');
        }
        return script.append("complete -c ")
                .append(root)
                .append(" -n '")
                .append(condition)
                .append('\'');
    }

    /** A value follows; of files, names are completed. */
    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String words = words(option);
        return words.isEmpty() ? "FILE".equals(option.paramLabel()) ? " -r -F" : " -x" : " -x" + words;
    }

    private static String words(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null ? "" : " -a '" + String.join(" ", candidates) + "'";
    }

    private static String description(String[] description) {
        String text =
                String.join(" ", description).replaceAll(" *\\([^()]*\\)", "").strip();
        String first = text.replaceFirst("[.;] .*", "");
        return " -d '" + first.replace("\\", "\\\\").replace("'", "\\'") + "'\n";
    }
}
