package adsync.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What stands below the options of a command.
 *
 * @param examples line by line, as they stand there: they are pasted
 * @param rest what is said of exit codes
 */
record Footer(List<String> examples, String rest) {

    private static final String FURTHER = "    ";

    /** Of a command. */
    static Footer of(CommandSpec specification) {
        List<String> examples = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String line : specification.usageMessage().footer()) {
            boolean example = line.startsWith("Example:") || line.startsWith("Then:") || line.startsWith(FURTHER);
            if (!line.isBlank()) {
                (example ? examples : rest).add(line);
            }
        }
        return new Footer(List.copyOf(examples), String.join(" ", rest));
    }

    /** As the help ends: no example is broken, however narrow the terminal. */
    static String shown(Help help) {
        Footer footer = of(help.commandSpec());
        int width = help.commandSpec().usageMessage().width();
        return Stream.of(Stream.of(""), footer.examples().stream(), wrapped(footer.rest(), width))
                .flatMap(lines -> lines)
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static Stream<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() >= width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.stream();
    }
}
