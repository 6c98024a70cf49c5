package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.desk.ChangeEvent;
import adsync.desk.Standing;
import adsync.journal.AuditKind;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.HazardKind;
import adsync.observe.HealthStatus;
import adsync.shipper.RehearsedAccount;
import adsync.shipper.RehearsedGroup;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page says in words of its own what the service tells as a word of a list: each has one there, and there is no other. */
class PageWordsTest {

    private static final Path SCRIPTS = Path.of("src", "main", "resources", "web");

    /** What a part may be besides: the bell waits until the directory is followed. */
    private static final String WAITING = "waiting";

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("words.js", "KINDS", words(ChangeKind.values())),
                Arguments.of("words.js", "AUDITED", words(AuditKind.values())),
                Arguments.of("words.js", "OUTCOMES", with(ChangeEvent.SEEN, words(Outcome.values()))),
                Arguments.of("words.js", "HAZARDS", words(HazardKind.values())),
                Arguments.of("live.js", "CHIPS", with(ChangeEvent.SEEN, words(ofChanges()))),
                Arguments.of("person.js", "STATES", words(Standing.values())),
                Arguments.of("person.js", "SAID", words(Standing.values())),
                Arguments.of("overview.js", "STATES", with(WAITING, words(HealthStatus.State.values()))),
                Arguments.of("overview.js", "SUMMARY", words(HealthStatus.State.values())),
                Arguments.of("forecast.js", "KINDS", words(RehearsedAccount.Kind.values())),
                Arguments.of("forecast.js", "GROUP_KINDS", words(RehearsedGroup.Kind.values())));
    }

    /** How a change of an object can end; the others are those of a password, and of what is no change. */
    private static Enum<?>[] ofChanges() {
        return EnumSet.complementOf(EnumSet.of(Outcome.DROPPED, Outcome.NOTED)).toArray(Outcome[]::new);
    }

    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> with(String more, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.add(more);
        return all;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void each_word_that_the_service_tells_has_one_on_the_page(String script, String table, List<String> words)
            throws IOException {
        assertThat(keys(script, table)).containsExactlyInAnyOrderElementsOf(words);
    }

    @Test
    void each_question_that_may_be_asked_is_asked_by_the_page() throws IOException {
        StringBuilder all = new StringBuilder();
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(SCRIPTS, "*.js")) {
            for (Path script : scripts) {
                all.append(Files.readString(script));
            }
        }

        assertThat(Api.QUESTIONS).allSatisfy(name -> assertThat(all).contains("'" + name + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Explanation", "GroupExplanation"})
    void each_fact_of_an_explanation_is_on_the_page(String type) throws IOException {
        String script = Files.readString(SCRIPTS.resolve("person.js")).replaceAll("//.*|/\\*.*?\\*/", "");
        List<String> facts = Pattern.compile("\\.put\\(\\s*\"(\\w+)\"")
                .matcher(Files.readString(Path.of("src", "main", "java", "adsync", "desk", type + ".java")))
                .results()
                .map(one -> one.group(1))
                .toList();

        assertThat(facts).contains("objectGUID", "state", "id");
        assertThat(facts).allSatisfy(fact -> assertThat(script).containsPattern("\\b" + fact + "\\b"));
    }

    /** The keys of a constant object in a script. */
    private static List<String> keys(String script, String table) throws IOException {
        Matcher object = Pattern.compile("^const " + table + " = \\{(.*?)\\};$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(SCRIPTS.resolve(script)));
        assertThat(object.find()).as(table + " in " + script).isTrue();
        return Pattern.compile("(\\w+): '")
                .matcher(object.group(1))
                .results()
                .map(one -> one.group(1))
                .toList();
    }
}
