package adsync.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.audit.AuditVerdict.Sound;
import adsync.change.Delta;
import adsync.journal.AuditRecord;
import adsync.observe.Progress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is appended, and what a crash at any moment leaves of it. */
class AuditTrailTest {

    @TempDir
    private Path state;

    @Test
    void a_line_tells_who_what_from_where_and_what_the_provider_answered() throws IOException {
        append(List.of(Records.of(7)));

        JsonObject line = new JsonObject(Files.readAllLines(active()).getFirst());

        assertThat(line.getLong("line")).isEqualTo(1);
        assertThat(line.getString("previous")).isEqualTo("0".repeat(64));
        assertThat(line.getLong("sequence")).isEqualTo(7);
        assertThat(line.getString("at")).isEqualTo("2026-11-25T12:00:07Z");
        assertThat(line.getString("objectGUID"))
                .isEqualTo(Records.of(7).objectGuid().toString());
        assertThat(line.getString("dn")).startsWith("CN=Ada 7,");
        assertThat(line.getString("kind")).isEqualTo("updated");
        assertThat(line.getJsonObject("changes"))
                .isEqualTo(new JsonObject("{\"title\":{\"before\":[\"Engineer\"],\"after\":[\"Director of 7\"]}}"));
        assertThat(line.getString("domainController")).isEqualTo("dc1.lab.test");
        assertThat(line.getLong("usn")).isEqualTo(4007);
        assertThat(line.getString("seenAt")).isEqualTo("2026-11-25T12:00:00Z");
        assertThat(line.getString("whenChanged")).isEqualTo("2026-11-25T11:59:59Z");
        assertThat(line.getString("correlationId")).isEqualTo("0000000000000007");
        assertThat(line.getString("outcome")).isEqualTo("shipped");
        assertThat(line.getInteger("status")).isEqualTo(200);
        assertThat(line.getString("detail")).isEmpty();
    }

    @Test
    void each_line_has_the_hash_of_the_one_before_it() throws IOException {
        append(Records.of(1, 2));
        append(Records.of(3, 3));

        List<String> lines = Files.readAllLines(active());

        for (int line = 1; line < lines.size(); line++) {
            assertThat(new JsonObject(lines.get(line)).getString("previous"))
                    .isEqualTo(AttributeClass.sha256(
                            lines.get(line - 1).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    @Test
    void secrets_and_photos_are_not_in_it() throws IOException {
        append(List.of(Records.of(
                1,
                Map.of(
                        "unicodePwd", new Delta(List.of(), List.of("Marker-Secret.1")),
                        "thumbnailPhoto", new Delta(List.of(), List.of("TWFya2VyLVBob3Rv"))))));

        assertThat(Files.readString(active()))
                .doesNotContain("Marker-Secret", "TWFya2VyLVBob3Rv")
                .contains("12 octets, SHA-256 ");
    }

    @Test
    void only_its_owner_can_read_it() throws IOException {
        append(Records.of(1, 1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(active().getParent())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(active().getParent())) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void a_crash_before_the_journal_knows_repeats_no_line() throws IOException {
        append(Records.of(1, 5));

        int written = append(Records.of(3, 8));

        assertThat(written).isEqualTo(3);
        assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(verdict()).isEqualTo(new Sound(1, 8, 1, 8));
    }

    @Test
    void half_a_character_in_a_value_is_no_reason_to_stop() throws IOException {
        append(List.of(Records.of(1, Map.of("title", new Delta(List.of("\ud83d"), List.of("\udc4d"))))));

        assertThat(verdict()).isEqualTo(new Sound(1, 1, 1, 1));
    }

    @Test
    void a_journal_that_was_begun_anew_is_no_repetition() throws IOException {
        append(Records.of(1, 3));
        AuditRecord other = Records.of(2);

        append(List.of(new AuditRecord(
                1,
                other.at(),
                other.objectGuid(),
                other.dn(),
                other.kind(),
                other.correlationId(),
                other.origin(),
                other.answer(),
                other.deltas())));

        assertThat(sequences()).containsExactly(1L, 2L, 3L, 1L);
        assertThat(verdict()).isEqualTo(new Sound(1, 4, 1, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 1000})
    void a_kill_at_any_octet_of_a_batch_loses_and_repeats_nothing(int octets) throws IOException {
        append(Records.of(1, 2));
        long before = Files.size(active());
        String head = Files.readString(state.resolve("audit/audit.head"));
        append(Records.of(3, 6));
        cut(before + octets); // the kill came while these were written, and the journal gives them again
        Files.writeString(state.resolve("audit/audit.head"), head);

        append(Records.of(3, 7));

        assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(verdict()).isEqualTo(new Sound(1, 7, 1, 7));
    }

    @Test
    void full_files_are_put_aside_and_the_oldest_go() throws IOException {
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 2000, 3)) {
            for (long sequence = 1; sequence <= 60; sequence++) {
                trail.append(Records.of(sequence, sequence));
            }
        }

        List<Path> files = new AuditFolder(state).all();

        assertThat(files).hasSize(4);
        assertThat(files.getLast()).isEqualTo(active());
        assertThat(sequences()).last().isEqualTo(60L);
        long first = AuditFolder.firstLine(files.getFirst()).orElseThrow();
        assertThat(first).isGreaterThan(1);
        assertThat(sequences())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(first, 60).boxed().toList());
        assertThat(verdict()).isEqualTo(new Sound(4, 60 - first + 1, first, 60));
    }

    @Test
    void a_start_right_after_a_rotation_goes_on_with_the_chain() throws IOException {
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 1, 3)) {
            trail.append(Records.of(1, 2));
        }
        new AuditFolder(state).rotate(1, 3);

        append(Records.of(2, 4));

        assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(verdict()).isEqualTo(new Sound(2, 4, 1, 4));
    }

    @Test
    void what_cannot_be_written_is_written_when_it_can() throws IOException {
        Path obstacle = Files.writeString(state.resolve("audit"), "no folder");
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 1 << 20, 3)) {
            assertThatThrownBy(() -> trail.append(Records.of(1, 2))).isInstanceOf(IOException.class);

            Files.delete(obstacle);
            trail.append(Records.of(1, 2));
        }

        assertThat(sequences()).containsExactly(1L, 2L);
    }

    @Test
    void a_file_that_somebody_put_away_meanwhile_leaves_a_gap_that_is_found() throws IOException {
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 1 << 20, 3)) {
            trail.append(Records.of(1, 2));
            Files.delete(active());
            trail.append(Records.of(3, 3));
        }

        assertThat(verdict()).isInstanceOf(AuditVerdict.Broken.class);
    }

    private int append(List<AuditRecord> records) throws IOException {
        try (AuditTrail trail = new AuditTrail(new AuditFolder(state), 1 << 20, 3)) {
            return trail.append(records);
        }
    }

    private void cut(long length) throws IOException {
        try (FileChannel file = FileChannel.open(active(), StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
    }

    private List<Long> sequences() throws IOException {
        List<Long> sequences = new ArrayList<>();
        for (Path file : new AuditFolder(state).all()) {
            Files.readAllLines(file).forEach(line -> sequences.add(new JsonObject(line).getLong("sequence")));
        }
        return sequences;
    }

    private AuditVerdict verdict() throws IOException {
        return AuditVerifier.verify(state, new Progress());
    }

    private Path active() {
        return new AuditFolder(state).active();
    }
}
