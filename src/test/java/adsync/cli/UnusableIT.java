package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import adsync.testing.FreePort;
import adsync.testing.SmallDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person has to mend on this machine: the file, the state folder, the port. */
class UnusableIT extends CommandLineSuite {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            directory.rot      | x              | directory.rot: | did you mean root?
            directory.poll     | 5              | directory.poll: | a number without a unit
            provider.password  | ${file:secret} | provider.password: | secret
            provider.password  | ${env:NOBODY}  | provider.password: | NOBODY
            directory.trust    | nowhere.pem    | directory.trust: | none at
            """)
    void a_mistake_in_the_file(String key, String value, String told, String detail) {
        sample.with(key, value);

        unusable("run", "adsync.yaml:", told, detail);
        unusable("check", "adsync.yaml:", told, detail);
        Ended status = start("status").end(SOON);
        assertThat(status.exitCode()).as(status.toString()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(status.err()).first().asString().contains("warning: ", "adsync.yaml:", told, detail);
        assertThat(status.err()).last().asString().contains("no service runs");
    }

    @Test
    void a_missing_value() {
        sample.without("directory.root");

        unusable("run", "adsync.yaml:", "directory.root:");
    }

    @Test
    void a_file_that_is_not_there() {
        Ended ended =
                Adsync.run("run", "--config", folder.resolve("nowhere.yaml").toString());

        refused(ended, ExitCode.UNUSABLE, "nowhere.yaml", "check the path");
    }

    @Test
    void several_mistakes_have_a_line_each() {
        sample.without("directory.root").with("log", "xml");

        Ended ended = start("run").end(SOON);

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.err()).hasSize(2).allMatch(line -> line.startsWith("adsync: " + folder));
    }

    @Test
    void a_state_folder_below_a_file() throws IOException {
        sample.with("state", Files.writeString(folder.resolve("file"), "x") + "/state");

        unusableHere(folder + "/file/state", "cannot be created", "to mend it: ");
    }

    @Test
    void a_state_folder_that_is_a_file() throws IOException {
        sample.with("state", Files.writeString(folder.resolve("file"), "x").toString());

        unusableHere(folder + "/file", "is not a folder", "to mend it: ");
        assertThat(folder.resolve("file")).hasContent("x");
    }

    @Test
    void a_state_folder_on_a_disk_that_is_read_only() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        SmallDisk mounted = SmallDisk.at(disk, "1m");
        open.add(mounted);
        mounted.protect();

        sample.with("state", disk.toString());
        unusableHere(disk.toString(), "is not writable", "to mend it: ");
        sample.with("state", disk + "/state");
        unusableHere(disk + "/state", "cannot be created", "to mend it: ");
    }

    @Test
    void a_state_folder_where_none_can_be_made() {
        sample.with("state", "/proc/adsync");

        unusableHere("/proc/adsync", "cannot be created", "to mend it: ");
    }

    @Test
    void a_disk_with_next_to_no_room_is_told_by_check() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        open.add(SmallDisk.at(disk, "2m"));
        sample.with("state", disk.toString());

        failed(start("check").end(SOON), "state ", "KB left", "make room");
    }

    @Test
    void what_is_unwise_in_the_file_is_told_by_check() {
        sample.with("provider.password", PROVIDER_PASSWORD);

        Ended check = start("check").end(SOON);
        assertThat(check.exitCode()).as(check.toString()).isZero();
        assertThat(check.out()).first().asString().startsWith("warn ").contains("adsync.yaml:", "provider.password");
    }

    @Test
    void a_state_folder_of_another_process() {
        Adsync first = start("run");
        first.awaitOut(line -> line.contains("\"started\""));

        unusable("run", sample.state().toString(), "belongs to another process", "to mend it: stop it");
        Ended check = start("check").end(SOON);
        assertThat(check.exitCode()).as(check.toString()).isZero();
        assertThat(check.out())
                .anyMatch(line -> line.startsWith("ok     listen ") && line.endsWith("can be listened on"));
        assertThat(check.out())
                .anyMatch(line -> line.startsWith("ok     state ") && line.contains("the ADSync that runs"));
        assertThat(first.runs()).isTrue();
        assertThat(first.terminate().end(SOON).exitCode()).isZero();
    }

    @Test
    void a_journal_that_is_damaged() throws IOException {
        Path journal = journal();
        try (var file = new RandomAccessFile(journal.toFile(), "rw")) {
            for (long at = 4096; at < file.length(); at += 4096) {
                file.seek(at);
                file.write("no page of a journal".getBytes(StandardCharsets.US_ASCII));
            }
        }
        refusedUntouched("journal.db", "damaged", "to mend it: ");
        Files.writeString(journal, "no journal at all");
        refusedUntouched("journal.db", "damaged", "to mend it: ");
    }

    @Test
    void a_journal_of_a_newer_version() throws IOException, SQLException {
        Path journal = journal();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }

        refusedUntouched("newer version", "99", "to mend it: ");
    }

    @Test
    void a_port_that_is_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sample.with("listen", "127.0.0.1:" + taken.getLocalPort());

            unusableHere("listen ", "127.0.0.1:" + taken.getLocalPort(), "in use", "to mend it: ");
        }
        assertThat(provider.probe().all("/Users")).isEmpty();
    }

    @Test
    void an_address_of_another_machine() {
        sample.with("listen", "192.0.2.1:8480");

        unusableHere("listen ", "192.0.2.1:8480", "to mend it: ");
    }

    @Test
    void a_port_that_the_service_itself_has_is_none_that_is_taken() {
        int port = FreePort.draw();
        sample.with("listen", "127.0.0.1:" + port);
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("\"started\""));

        Ended check = start("check").end(SOON);

        assertThat(check.exitCode()).as(check.toString()).isZero();
        assertThat(check.out())
                .anyMatch(line -> line.startsWith("ok     listen ") && line.contains("the ADSync that runs"));
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    /** Neither starts, nor passes the check: of what is wrong on this machine both say the same. */
    private void unusableHere(String... words) {
        unusable("run", words);
        failed(start("check").end(SOON), words);
    }

    private void unusable(String command, String... words) {
        refused(start(command).end(SOON), ExitCode.UNUSABLE, words);
    }

    /** A journal as a run leaves it. */
    private Path journal() {
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("\"change\""));
        run.terminate().end(SOON);
        return sample.state().resolve("journal.db");
    }

    private void refusedUntouched(String... words) throws IOException {
        Path journal = sample.state().resolve("journal.db");
        byte[] before = Files.readAllBytes(journal);
        FileTime modified = Files.getLastModifiedTime(journal);

        unusable("run", words);

        assertThat(journal).hasBinaryContent(before);
        assertThat(Files.getLastModifiedTime(journal)).isEqualTo(modified);
        try (Stream<Path> files = Files.list(sample.state())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isSubsetOf(List.of("journal.db", "journal.lock", "audit"));
        }
    }
}
