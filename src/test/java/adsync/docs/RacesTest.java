package adsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of races names each of them once, and only tests that exist. */
class RacesTest {

    private static final Path TABLE = Path.of("docs/races.md");
    private static final Path TESTS = Path.of("src/test/java/adsync");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (T\\d\\d) \\|");
    private static final Pattern NAMED = Pattern.compile("`([a-z]\\w*(?:\\.[A-Za-z]\\w*)+)(?:#(\\w+))?`");
    private static final int RACES = 98;

    static List<List<String>> tests() throws IOException {
        return NAMED.matcher(Files.readString(TABLE))
                .results()
                .map(named -> List.of(named.group(1), named.group(2) == null ? "" : named.group(2)))
                .distinct()
                .toList();
    }

    @Test
    void every_race_has_a_row() throws IOException {
        assertThat(ROW.matcher(Files.readString(TABLE)).results().map(row -> row.group(1)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, RACES)
                        .mapToObj("T%02d"::formatted)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("tests")
    void a_named_test_exists(List<String> test) throws IOException {
        Path source = TESTS.resolve(test.getFirst().replace('.', '/') + ".java");
        assertThat(source).exists();
        String text = Files.readString(source);
        assertThat(annotations(text, "class " + source.getFileName().toString().replace(".java", "") + "\\b"))
                .as("annotations of the class")
                .doesNotContain("@Disabled\n", "@Disabled(");
        if (!test.getLast().isEmpty()) {
            assertThat(annotations(text, "void " + test.getLast() + "\\("))
                    .containsPattern("@(Test|ParameterizedTest|RepeatedTest)\\b")
                    .doesNotContain("@Disabled\n", "@Disabled(");
        }
    }

    /** What stands between the end of what is before a declaration and the declaration. */
    private static String annotations(String source, String declaration) {
        Matcher found = Pattern.compile("(?:^|\\n\\n)((?:(?!\\n\\n)[\\s\\S])*?)" + declaration)
                .matcher(source);
        assertThat(found.find()).as(declaration).isTrue();
        return found.group(1);
    }
}
