package adsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message that the README or the guide by symptom explains is one that the program gives. */
class TroubleshootingTest {

    private static final Path README = Path.of("README.md");
    private static final Path GUIDE = Path.of("docs", "troubleshooting.md");
    private static final Path SOURCES = Path.of("src/main/java");

    /** The first cell of a row of a table. */
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (.*?) \\|");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** What the operating system says, and the status that the provider answered. */
    private static final Pattern OF_OTHERS =
            Pattern.compile("Connection refused|Address already in use|\\b[45]\\d\\d\\b");

    /** Comments, texts and characters, so that none is taken for a part of another. */
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*(?s:.*?)\\*/|\"\"\"\\s*(?<block>(?s:.*?))\"\"\"|\"(?<text>(?:[^\"\\\\\\n]|\\\\.)*)\"|'(?:[^'\\\\]|\\\\.)+'");

    /** A text that goes on in the next literal. */
    private static final Pattern JOINT = Pattern.compile("(?<![\\\\\"])\"\\s*\\+\\s*\"(?!\")");

    private static final List<String> PROGRAM = program();

    static List<String> messages() throws IOException {
        String readme = Files.readString(README);
        String section = readme.substring(readme.indexOf("\n## Troubleshooting\n"));
        section = section.substring(0, section.indexOf("\n## ", 1));
        return FIRST_CELL
                .matcher(section + Files.readString(GUIDE))
                .results()
                .flatMap(cell -> QUOTED.matcher(cell.group(1)).results())
                .map(quoted -> quoted.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_program_gives_the_message(String message) {
        List<String> parts = Stream.of(
                        OF_OTHERS.matcher(message).replaceAll("…").split("…", -1))
                .map(part -> part.strip().replaceFirst("^[:,;] ?", "").strip())
                .filter(part -> !part.isEmpty())
                .toList();

        assertThat(gives(parts))
                .as("a file has texts with these, in this order: %s", parts)
                .isTrue();
    }

    @Test
    void there_are_messages() throws IOException {
        assertThat(messages()).hasSizeGreaterThan(60);
    }

    @Test
    void a_message_of_nobody_would_be_found() {
        assertThat(gives(List.of("Another process has the state folder"))).isFalse();
        assertThat(gives(List.of("The state folder", "belongs to another process")))
                .isTrue();
    }

    private static boolean gives(List<String> parts) {
        return PROGRAM.stream().anyMatch(texts -> inOrder(texts, parts));
    }

    private static boolean inOrder(String texts, List<String> parts) {
        int from = 0;
        for (String part : parts) {
            int at = texts.indexOf(part, from);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }

    /** The texts of each source file, one a line. */
    private static List<String> program() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> texts = new ArrayList<>();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                String source = JOINT.matcher(Files.readString(file)).replaceAll("");
                texts.add(TOKEN.matcher(source)
                        .results()
                        .map(TroubleshootingTest::text)
                        .collect(Collectors.joining("\n")));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(MatchResult token) {
        String text = token.group("block") == null ? token.group("text") : token.group("block");
        return text == null ? "" : text.replace("\\\"", "\"");
    }
}
