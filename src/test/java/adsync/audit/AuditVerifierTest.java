package adsync.audit;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.audit.AuditVerdict.Absent;
import adsync.audit.AuditVerdict.Broken;
import adsync.audit.AuditVerdict.Sound;
import adsync.observe.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody may do to an audit log, and where that is found. Two full files of three lines and an active one of two. */
class AuditVerifierTest {

    @TempDir
    private Path state;

    private Path first;
    private Path second;
    private Path active;

    @BeforeEach
    void write() throws IOException {
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 1, 9)) {
            trail.append(Records.of(1, 3));
            trail.append(Records.of(4, 6));
            trail.append(Records.of(7, 8));
        }
        List<Path> files = new AuditFolder(state).all();
        first = files.get(0);
        second = files.get(1);
        active = files.get(2);
    }

    @Test
    void an_untouched_log_is_sound() throws IOException {
        assertThat(AuditVerifier.verify(state, new Progress())).isEqualTo(new Sound(3, 8, 1, 8));
    }

    @Test
    void whoever_waits_sees_how_much_is_read() throws IOException {
        var progress = new Progress();
        AuditVerifier.verify(state, progress);

        long length = Files.size(first) + Files.size(second) + Files.size(active);
        assertThat(progress.get()).isEqualTo(new Progress.State("reading the audit log", length, length));
    }

    @Test
    void no_log_is_no_failure_of_the_chain() throws IOException {
        assertThat(AuditVerifier.verify(state.resolve("elsewhere"), new Progress()))
                .isEqualTo(new Absent());
    }

    @Test
    void an_altered_line_is_found() throws IOException {
        edit(second, lines -> lines.set(1, lines.get(1).replace("Director", "Engineer")));

        assertBroken(second, 2);
    }

    @Test
    void an_altered_line_at_the_end_of_a_file_is_found() throws IOException {
        edit(second, lines -> lines.set(2, lines.get(2).replace("Director", "Engineer")));

        assertBroken(second, 3);
    }

    @Test
    void an_altered_last_line_is_found() throws IOException {
        edit(active, lines -> lines.set(1, lines.get(1).replace("Director", "Engineer")));

        assertBroken(active, 2);
    }

    @Test
    void a_removed_line_is_found() throws IOException {
        edit(second, lines -> lines.remove(1));

        assertBroken(second, 2);
    }

    @Test
    void a_removed_first_line_is_found() throws IOException {
        edit(first, List::removeFirst);

        assertBroken(first, 1);
    }

    @Test
    void removed_last_lines_are_found() throws IOException {
        edit(active, List::removeLast);

        assertBroken(active, 2);
    }

    @Test
    void removed_last_lines_are_found_also_after_more_was_written() throws IOException {
        edit(active, List::removeLast);
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 1 << 20, 9)) {
            trail.append(Records.of(9, 10));
        }

        assertBroken(active, 2);
    }

    @Test
    void an_altered_last_line_is_found_also_after_more_was_written() throws IOException {
        edit(active, lines -> lines.set(1, lines.get(1).replace("Director", "Engineer")));
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 1 << 20, 9)) {
            trail.append(Records.of(9, 10));
        }

        assertBroken(active, 2);
    }

    @Test
    void exchanged_lines_are_found() throws IOException {
        edit(second, lines -> Collections.swap(lines, 0, 1));

        assertBroken(second, 1);
    }

    @Test
    void a_repeated_line_is_found() throws IOException {
        edit(second, lines -> lines.add(1, lines.get(0)));

        assertBroken(second, 2);
    }

    @Test
    void a_removed_file_is_found() throws IOException {
        Files.delete(second);

        assertBroken(active, 1);
    }

    @Test
    void a_removed_active_file_is_found() throws IOException {
        Files.delete(active);

        assertBroken(second, 4);
    }

    @Test
    void something_else_in_a_line_is_found() throws IOException {
        edit(second, lines -> lines.set(1, "{}"));

        assertBroken(second, 2);
    }

    @Test
    void the_oldest_files_may_go() throws IOException {
        Files.delete(first);

        assertThat(AuditVerifier.verify(state, new Progress())).isEqualTo(new Sound(2, 5, 4, 8));
    }

    @Test
    void a_line_that_is_being_written_is_no_failure() throws IOException {
        Files.writeString(active, Files.readString(active) + "{\"line\":9,\"prev");

        assertThat(AuditVerifier.verify(state, new Progress())).isEqualTo(new Sound(3, 8, 1, 8));
    }

    private void assertBroken(Path file, long line) throws IOException {
        assertThat(AuditVerifier.verify(state, new Progress())).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.file()).isEqualTo(file);
            assertThat(broken.line()).isEqualTo(line);
            assertThat(broken.cause()).isNotBlank();
        });
    }

    private static void edit(Path file, Consumer<List<String>> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        change.accept(lines);
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
