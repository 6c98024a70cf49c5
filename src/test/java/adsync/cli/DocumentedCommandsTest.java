package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A command that the guides have somebody run is there, with its options. */
class DocumentedCommandsTest {

    /** Between backticks, or at the beginning of a line of a block; up to what the shell makes of it. */
    private static final Pattern COMMAND = Pattern.compile("(?m)(?:`|^)adsync ([^`|\\n;#>]+)");

    private static final Pattern WORD = Pattern.compile("[a-z]+(-[a-z]+)*");

    static List<String> commands() throws IOException {
        try (Stream<Path> guides = Files.list(Path.of("docs"))) {
            return Stream.concat(guides, Stream.of(Path.of("README.md")))
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(file -> COMMAND.matcher(text(file))
                            .results()
                            .map(found -> found.group(1).strip()))
                    .distinct()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void it_is_there_with_its_options(String words) {
        assertThat(missing(words)).isEmpty();
    }

    @Test
    void there_are_commands_and_one_that_is_not_there_would_be_found() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(40);
        assertThat(missing("statsu")).containsExactly("statsu");
        assertThat(missing("reconcile --provider --repor")).containsExactly("--repor");
        assertThat(missing("dc list NAME")).isEmpty();
    }

    /** The words that picocli does not know; what is not a word of ours is an argument. */
    private static List<String> missing(String words) {
        CommandLine command = Main.commandLine();
        var unknown = Stream.<String>builder();
        for (String word : words.split("\\s+", -1)) {
            if (word.startsWith("-")) {
                if (!command.getCommandSpec().optionsMap().containsKey(word.replaceFirst("=.*", ""))) {
                    unknown.add(word);
                }
            } else if (!command.getSubcommands().isEmpty() && WORD.matcher(word).matches()) {
                CommandLine next = command.getSubcommands().get(word);
                if (next == null) {
                    unknown.add(word);
                } else {
                    command = next;
                }
            }
        }
        return unknown.build().toList();
    }
}
