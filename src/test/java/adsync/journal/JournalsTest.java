package adsync.journal;

import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import adsync.journal.JournalException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening and closing: what is refused is left as it is, and said in one sentence. */
class JournalsTest extends JournalFixture {

    private Future<Journal> openIn(Path folder) {
        return Journals.open(vertx(), folder, clock(), new SimpleMeterRegistry());
    }

    private void assertRefused(Path folder, Reason reason, String... words) {
        assertThatThrownBy(() -> openIn(folder).await())
                .asInstanceOf(type(JournalException.class))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    @Test
    void a_missing_state_folder_is_created_for_its_owner_only() throws IOException {
        Path folder = state().resolve("a/b");

        openIn(folder).await().close().await();

        assertThat(folder.resolve("journal.db")).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void a_state_folder_that_is_a_file_is_refused() throws IOException {
        Path file = Files.writeString(state().resolve("file"), "mine");

        assertRefused(file, Reason.INACCESSIBLE, file.toString(), "is not a folder");
        assertRefused(file.resolve("below"), Reason.INACCESSIBLE, "cannot be created");
        assertThat(file).hasContent("mine");
    }

    @Test
    void a_state_folder_on_a_network_file_system_would_be_refused() {
        assertThat(List.of("nfs", "nfs4", "cifs", "smb3", "SMBFS", "fuse.sshfs"))
                .allMatch(Disk::remote);
        assertThat(List.of("ext4", "xfs", "tmpfs", "overlay", "NTFS", "zfs")).noneMatch(Disk::remote);
    }

    @Test
    void a_second_opener_is_refused_and_does_no_harm() {
        assertRefused(state(), Reason.IN_USE, state().toString());
        assertRefused(state(), Reason.IN_USE, state().toString());

        commit(containers().created("c1", person(10)));
        assertThat(claim()).hasSize(1);
    }

    @Test
    void a_second_process_is_refused() throws IOException, InterruptedException {
        Process other = Child.start(Opener.class, state().toString());

        String answer = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).contains("IN_USE", "The state folder " + state() + " belongs to another process");
    }

    /** Tries to open a journal, and prints why it could not. */
    static final class Opener {

        private Opener() {}

        public static void main(String[] arguments) {
            Vertx vertx = Vertx.vertx();
            String answer = Journals.open(vertx, Path.of(arguments[0]), Clock.systemUTC(), new SimpleMeterRegistry())
                    .map(journal -> "opened")
                    .otherwise(failure -> ((JournalException) failure).reason() + " " + failure.getMessage())
                    .await();
            System.out.println(answer);
            vertx.close().await();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000, 100_000})
    void a_file_that_is_no_database_is_refused_and_left_alone(int length) throws IOException {
        Path folder = Files.createDirectory(state().resolve("garbage"));
        byte[] garbage = "garbage!".repeat(length / 8 + 1).substring(0, length).getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.resolve("journal.db"), garbage);

        assertRefused(folder, Reason.DAMAGED, "is damaged", folder.toString());

        assertThat(folder.resolve("journal.db")).hasBinaryContent(garbage);
        assertRefused(folder, Reason.DAMAGED, "is damaged"); // and the folder is free again, not in use
    }

    @Test
    void a_damaged_page_is_found_at_open() throws IOException {
        commit(containers());
        Pages page = page();
        for (int number = 100; number < 400; number++) {
            page.created("c" + number, person(number, "info", "x".repeat(500)));
        }
        commit(page);
        journal().close().await();
        byte[] octets = Files.readAllBytes(state().resolve("journal.db"));
        Arrays.fill(octets, octets.length / 2, octets.length / 2 + 20_000, (byte) 0xA5);
        Files.write(state().resolve("journal.db"), octets);

        assertRefused(state(), Reason.DAMAGED, "is damaged", state().toString());

        assertThat(state().resolve("journal.db")).hasBinaryContent(octets);
        Files.delete(state().resolve("journal.db"));
        open();
    }

    @Test
    void a_store_of_a_newer_version_is_refused_and_left_alone() throws SQLException, IOException {
        commit(containers().created("c1", person(10)));
        journal().close().await();
        tamper("PRAGMA user_version = " + (Schema.VERSION + 1));
        byte[] before = Files.readAllBytes(state().resolve("journal.db"));

        assertRefused(state(), Reason.NEWER_SCHEMA, "newer version", "schema " + (Schema.VERSION + 1));

        assertThat(state().resolve("journal.db")).hasBinaryContent(before);
        tamper("PRAGMA user_version = " + Schema.VERSION);
        open();
        assertThat(claim()).hasSize(1);
    }

    @Test
    void a_store_of_another_program_is_refused() throws SQLException {
        journal().close().await();
        Path store = state().resolve("journal.db");
        assertThat(store.toFile().delete()).isTrue();
        tamper("CREATE TABLE recipe (name TEXT)");

        assertRefused(state(), Reason.DAMAGED, "not a journal of this program");

        assertThat(store.toFile().delete()).isTrue();
        open();
    }

    @Test
    void an_empty_file_becomes_a_journal_of_our_version() throws IOException, SQLException {
        Path folder = Files.createDirectory(state().resolve("empty"));
        Files.createFile(folder.resolve("journal.db"));

        openIn(folder).await().close().await();

        try (Session session = Store.reader(folder.resolve("journal.db"))) {
            assertThat(session.number("PRAGMA user_version")).isEqualTo(Schema.VERSION);
            assertThat(session.number("PRAGMA page_size")).isEqualTo(8192);
        }
    }

    @Test
    void all_is_there_after_a_reopen() {
        commit(containers().created("c1", person(10)).created("c2", person(11)));
        acknowledge(journal().claim(Pages.ALL, Pages.NOON, 1).await().getFirst());

        reopen();

        assertThat(journal().shadows(List.of(guid(10), guid(11))).await()).hasSize(2);
        assertThat(claimOne().objectGuid()).isEqualTo(guid(11));
        assertThat(journal().statistics().await().links()).isEqualTo(1);
    }

    @Test
    void what_was_asked_for_before_a_close_is_done_and_what_comes_after_fails() {
        var committed = journal().commit(containers().created("c1", person(10)).commit());
        var read = journal().shadows(List.of(guid(10)));
        var closed = journal().close();
        var again = journal().close();
        var late = journal().statistics();

        Future.join(closed, again).await();

        assertThat(committed.succeeded()).isTrue();
        assertThat(read.succeeded()).isTrue();
        assertThat(state().resolve("journal.db-wal")).doesNotExist();
        assertThatThrownBy(late::await).isInstanceOf(JournalException.class).hasMessage("The journal is closed.");
        open();
        assertThat(claim()).hasSize(1);
    }

    @Test
    void the_files_are_for_their_owner_only_whatever_the_folder_is() throws IOException {
        Path folder = Files.createDirectory(state().resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        openIn(folder).await().close().await();
        Files.setPosixFilePermissions(folder.resolve("journal.db"), PosixFilePermissions.fromString("rw-rw-rw-"));

        Journal again = openIn(folder).await();
        again.commit(containers().commit()).await();

        try (var files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThanOrEqualTo(4); // store, log, index of it, lock
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.getFileName().toString())
                        .isEqualTo("rw-------");
            }
        }
        again.close().await();
    }

    @Test
    void a_journal_in_use_is_copied_as_it_is_and_goes_on() {
        commit(containers().created("c1", person(10)));
        Path to = state().resolve("copy");

        assertThat(Journals.copy(state(), to)).isTrue();
        commit(page().created("c2", person(11)));

        Journal copy = openIn(to).await();
        assertThat(copy.shadows(List.of(guid(10), guid(11))).await()).containsOnlyKeys(guid(10));
        assertThat(copy.claim(Pages.ALL, Pages.NOON, 10).await()).hasSize(1);
        copy.close().await();
        assertThat(claim()).hasSize(2);
        assertThatThrownBy(() -> Journals.copy(state(), to))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("has a journal already");
    }

    @Test
    void there_may_be_nothing_to_copy() {
        assertThat(Journals.copy(state().resolve("missing"), state().resolve("copy")))
                .isFalse();
        assertThat(state().resolve("copy")).doesNotExist();
    }
}
