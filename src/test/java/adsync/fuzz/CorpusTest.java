package adsync.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What was found once, and what the search begins with, does no harm. */
class CorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    /** An input that never ends must not hold up the others. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @TestFactory
    Stream<DynamicContainer> no_input_of_the_corpus_does_harm() {
        return Stream.of(Surfaces.values())
                .map(target -> DynamicContainer.dynamicContainer(target.word(), replays(target)));
    }

    private static Stream<DynamicTest> replays(Surfaces target) {
        Surface surface = target.open();
        return inputs(target).stream()
                .map(input -> DynamicTest.dynamicTest(input.getFileName().toString(), input.toUri(), () -> {
                    byte[] octets = Stretch.of(Files.readAllBytes(input));
                    assertTimeoutPreemptively(LONGEST, () -> Budget.spend(surface, octets));
                }));
    }

    @Test
    void every_corpus_has_its_target() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS).filter(Files::isDirectory)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(Surfaces.values()).map(Surfaces::word).toList());
        }
    }

    @Test
    void what_takes_much_memory_is_noticed() {
        assertThatCode(() -> Budget.spend(octets -> allocate(700), new byte[1]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("be allocated");
    }

    @Test
    void what_stands_between_the_signs_is_repeated() {
        String stretched = new String(Stretch.of("a{*bc*}d".getBytes(US_ASCII)), US_ASCII);

        assertThat(stretched).hasSizeGreaterThan(10_000).matches("a(bc)++d");
        assertThat(Stretch.of("a*}b{*".getBytes(US_ASCII))).asString(US_ASCII).isEqualTo("a*}b{*");
    }

    private static void allocate(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            assertThat(new byte[1 << 20]).hasSize(1 << 20);
        }
    }

    /** At least one: a corpus that nobody finds tests nothing. */
    private static List<Path> inputs(Surfaces target) {
        try (Stream<Path> files = Files.walk(CORPUS.resolve(target.word()))) {
            List<Path> inputs = files.filter(Files::isRegularFile).sorted().toList();
            assertThat(inputs).isNotEmpty();
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
