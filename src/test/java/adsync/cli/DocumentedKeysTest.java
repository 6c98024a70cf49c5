package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** A key of the configuration that the guides or the help name is one. */
class DocumentedKeysTest {

    private static final Path REFERENCE = Path.of("docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\|");

    /** A name with dots between backticks, also with a value after it. */
    private static final Pattern DOTTED = Pattern.compile("`([a-z]\\w*(?:\\.\\w+)+)(?::[^`\\n]*)?`");

    /** Files, hosts, classes and tests, what a provider says of itself, and what a record of the courier is made of. */
    private static final Pattern SOMETHING_ELSE = Pattern.compile(
            ".*\\.(?:json|jsonl|jws|head|db|lock|log|js|py|exe|dll|xml|md|com|old)|.*\\.[A-Z].*|(?:name|patch|pwc)\\..*");

    private static final Set<String> KEYS = keys();

    /** A name with dots that begins as a key does; the help has no backticks. */
    private static final Pattern OF_A_SECTION = Pattern.compile("\\b(?:"
            + KEYS.stream()
                    .filter(key -> key.contains("."))
                    .map(key -> key.substring(0, key.indexOf('.')))
                    .distinct()
                    .collect(Collectors.joining("|"))
            + ")(?:\\.[a-z]\\w*)+");

    /** Those of the reference, which is generated from them, and their sections. */
    private static Set<String> keys() {
        String text = text(REFERENCE);
        String table = text.substring(text.indexOf("<!-- keys -->"), text.indexOf("<!-- end of keys -->"));
        Set<String> keys = new HashSet<>();
        ROW.matcher(table).results().map(row -> row.group(1)).forEach(key -> {
            keys.add(key);
            for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
                keys.add(key.substring(0, dot));
            }
        });
        return keys;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> guides() throws IOException {
        try (Stream<Path> guides = Files.list(Path.of("docs"))) {
            return Stream.concat(guides, Stream.of(Path.of("README.md")))
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()
                    .stream()
                    .map(DocumentedKeysTest::text);
        }
    }

    private static Stream<String> helps() {
        return ManPage.all(Main.commandLine())
                .map(command -> command.setUsageHelpAutoWidth(false)
                        .setUsageHelpWidth(1000)
                        .getUsageMessage(Ansi.OFF));
    }

    private static List<String> named(Stream<String> guides) {
        return guides.flatMap(text -> DOTTED.matcher(text).results())
                .map(name -> name.group(1))
                .filter(name -> !SOMETHING_ELSE.matcher(name).matches())
                .distinct()
                .toList();
    }

    private static List<String> namedInHelp(Stream<String> helps) {
        return helps.flatMap(text -> OF_A_SECTION.matcher(text).results())
                .map(name -> name.group())
                .distinct()
                .toList();
    }

    @Test
    void the_guides_name_keys_that_are_there() throws IOException {
        assertThat(named(guides())).isSubsetOf(KEYS).hasSizeGreaterThan(40);
    }

    @Test
    void the_help_names_keys_that_are_there() {
        assertThat(namedInHelp(helps())).isSubsetOf(KEYS).contains("provider.url");
    }

    @Test
    void a_key_that_is_not_there_would_be_found() {
        assertThat(KEYS).contains("deprovision", "provider.batch", "provider.batch.size");
        assertThat(named(Stream.of(
                        "as `provider.deprovision: delete` says", "`pom.xml`, `cli.RunIT` and `guard.grace`")))
                .containsExactly("provider.deprovision", "guard.grace");
        assertThat(namedInHelp(Stream.of("withdrawn, as provider.deprovision says. The provider. Is it?")))
                .containsExactly("provider.deprovision");
        assertThat(KEYS).doesNotContain("provider.deprovision");
    }
}
