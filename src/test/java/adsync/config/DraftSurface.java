package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.fuzz.Surface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file that the set-up reads, changes in one place, and writes: all else must mean the same. */
public final class DraftSurface implements Surface {

    private final Path file;

    /** With a file of its own. */
    public DraftSurface() {
        try {
            file = Files.createTempDirectory("adsync-fuzz").resolve("adsync.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void take(byte[] octets) {
        Draft draft;
        try {
            Files.write(file, octets);
            draft = Draft.of(file);
        } catch (ConfigurationException e) {
            assertThat(e.problems()).isNotEmpty();
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object before = meaning(new String(octets, StandardCharsets.UTF_8));
        String written = draft.yaml();
        assertThat(meaning(written)).isEqualTo(before);
        assertThat(draft.copy().yaml()).isEqualTo(written);
        Draft changed = draft.copy().set("listen", "127.0.0.1:9").remove("listen");
        assertThat(changed.has("listen")).isFalse();
        assertThat(draft.changes(draft.copy())).isEmpty();
    }

    private Object meaning(String text) {
        Problems problems = new Problems();
        return meaning(YamlFile.of(text, file, problems)
                .<Item>map(section -> section)
                .orElseThrow(() -> new AssertionError("written, but not readable")));
    }

    /** Without the lines. */
    private static Object meaning(Item item) {
        return switch (item) {
            case Item.Scalar scalar -> scalar.type() + " " + scalar.text();
            case Item.Sequence sequence ->
                sequence.items().stream().map(DraftSurface::meaning).toList();
            case Item.Section section ->
                section.entries().stream()
                        .<Object>map(entry -> Map.entry(entry.key(), meaning(entry.value())))
                        .toList();
        };
    }
}
