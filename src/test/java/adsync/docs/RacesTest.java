package adsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.e2e.SambaSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** A row of a race that a real Samba makes. */
    private static final Pattern ON_SAMBA = Pattern.compile("(?m)^\\| (T\\d\\d) \\|[^|]*\\| (?:S )?B \\|(.*)$");

    /** The contracts that {@code contract.SambaDirectoryIT} runs. */
    private static final Set<Class<?>> CONTRACTS = contracts();

    private static Set<Class<?>> contracts() {
        return Arrays.stream(type("contract.SambaDirectoryIT").getSuperclass().getDeclaredClasses())
                .map(Class::getSuperclass)
                .collect(Collectors.toSet());
    }

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
        Path source = source(test.getFirst());
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

    @Test
    void a_race_that_samba_makes_is_shown_on_samba() throws IOException {
        List<MatchResult> rows =
                ON_SAMBA.matcher(Files.readString(TABLE)).results().toList();

        assertThat(rows)
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        row -> assertThat(NAMED.matcher(row.group(2)).results().map(named -> named.group(1)))
                                .as(row.group(1))
                                .anyMatch(RacesTest::runsOnSamba));
        assertThat(List.of("contract.FailoverTest", "listener.FollowingTest", "model.ModelSuite"))
                .noneMatch(RacesTest::runsOnSamba);
    }

    /** In a suite of those, in a contract, or with a domain of its own. */
    private static boolean runsOnSamba(String test) {
        try {
            return SambaSuite.class.isAssignableFrom(type(test))
                    || CONTRACTS.contains(type(test))
                    || Files.readString(source(test)).contains("SambaDomain.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(String test) {
        try {
            return Class.forName("adsync." + test, false, RacesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Path source(String test) {
        return TESTS.resolve(test.replace('.', '/') + ".java");
    }

    /** What stands between the end of what is before a declaration and the declaration. */
    private static String annotations(String source, String declaration) {
        Matcher found = Pattern.compile("(?:^|\\n\\n)((?:(?!\\n\\n)[\\s\\S])*?)" + declaration)
                .matcher(source);
        assertThat(found.find()).as(declaration).isTrue();
        return found.group(1);
    }
}
