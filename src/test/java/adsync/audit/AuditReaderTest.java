package adsync.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReaderTest {

    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path state;

    private AuditFolder folder;
    private AuditReader reader;
    private final List<Long> read = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        folder = new AuditFolder(state);
        folder.create();
        reader = new AuditReader(state);
    }

    @Test
    void before_the_log_begins_there_is_nothing_and_then_there_is() throws IOException {
        read();
        assertThat(read).isEmpty();
        write(1, 3);
        read();
        assertThat(read).containsExactly(1L, 2L, 3L);
    }

    @Test
    void lines_are_read_once_and_only_when_they_are_complete() throws IOException {
        write(1, 2);
        append(line(3).substring(0, 20));
        read();
        assertThat(read).containsExactly(1L, 2L);
        append(line(3).substring(20) + "\n");
        read();
        assertThat(read).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_line_that_was_cut_short_and_written_anew_is_read_once() throws IOException {
        write(1, 2);
        append("{\"line\":3,\"at\":\"20");
        read();
        Files.writeString(folder.active(), "");
        write(1, 3);
        read();
        assertThat(read).containsExactly(1L, 2L, 3L);
    }

    @Test
    void it_follows_into_new_files_however_many_came_meanwhile() throws IOException {
        write(1, 4);
        read();
        write(5, 6);
        folder.rotate(1, 15);
        write(7, 9);
        folder.rotate(7, 15);
        write(10, 11);
        read();
        write(12, 12);
        read();
        assertThat(read).containsExactlyElementsOf(numbers(1, 12));
    }

    @Test
    void the_last_lines_come_from_several_files_and_reading_goes_on_behind_them() throws IOException {
        write(1, 4);
        folder.rotate(1, 15);
        write(5, 6);
        append("{\"line\":7"); // being written
        assertThat(reader.last(4, any -> true))
                .extracting(line -> line.getLong("line"))
                .containsExactly(3L, 4L, 5L, 6L);
        append(line(7).substring(9) + "\n");
        read();
        assertThat(read).containsExactly(7L);
    }

    @Test
    void the_last_lines_that_fit_are_found_over_many_blocks() throws IOException {
        write(1, 5000); // a megabyte
        assertThat(Files.size(folder.active())).isGreaterThan(1L << 20);
        assertThat(reader.last(3, line -> line.getLong("line") % 1000 == 1))
                .extracting(line -> line.getLong("line"))
                .containsExactly(2001L, 3001L, 4001L);
        assertThat(new AuditReader(state).last(9999, any -> true))
                .extracting(line -> line.getLong("line"))
                .containsExactlyElementsOf(numbers(1, 5000));
    }

    @Test
    void an_instant_is_found_without_the_files_before_it() throws IOException {
        write(1, 10);
        folder.rotate(1, 15);
        write(11, 20);
        folder.rotate(11, 15);
        write(21, 30);
        reader.seek(BEGIN.plusSeconds(15));
        read();
        assertThat(read).containsExactlyElementsOf(numbers(11, 30));
    }

    @Test
    void lines_of_any_length_are_read() throws IOException {
        append(new JsonObject().put("line", 1).put("dn", "x".repeat(1 << 20)).encode() + "\n");
        write(2, 2);
        read();
        assertThat(read).containsExactly(1L, 2L);
        assertThat(new AuditReader(state).last(2, any -> true)).hasSize(2);
    }

    @Test
    void who_wants_no_more_gets_no_more() throws IOException {
        write(1, 10);
        assertThat(reader.read(line -> line.getLong("line") < 3)).isFalse();
        read();
        assertThat(read).startsWith(4L);
    }

    private void read() throws IOException {
        assertThat(reader.read(line -> read.add(line.getLong("line")))).isTrue();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private void write(long first, long last) throws IOException {
        var text = new StringBuilder();
        LongStream.rangeClosed(first, last)
                .forEach(number -> text.append(line(number)).append('\n'));
        append(text.toString());
    }

    private void append(String text) throws IOException {
        Files.writeString(folder.active(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(long number) {
        return new JsonObject()
                .put("line", number)
                .put("at", BEGIN.plusSeconds(number).toString())
                .put("dn", "CN=Ümit,OU=Staff" + ",OU=Unit".repeat(20))
                .encode();
    }
}
