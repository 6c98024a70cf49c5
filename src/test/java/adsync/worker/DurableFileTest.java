package adsync.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads a file finds all of the old one or all of the new one. That it is on the disk only a power cut shows. */
class DurableFileTest {

    @TempDir
    private Path folder;

    @Test
    void a_file_takes_the_place_of_another_and_its_owner_alone_reads_it() throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(folder.resolve("keys.new"), "of a write that was cut short, and longer");

        DurableFile.replace(file, "first");
        DurableFile.replace(file, "sec\u00f6nd");

        assertThat(file).hasContent("sec\u00f6nd");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void what_cannot_be_written_leaves_the_file_before() throws IOException {
        Path file = folder.resolve("keys");
        DurableFile.replace(file, "first");
        Files.createDirectories(folder.resolve("keys.new").resolve("in the way"));

        assertThatThrownBy(() -> DurableFile.replace(file, "second")).isInstanceOf(IOException.class);

        assertThat(file).hasContent("first");
    }
}
