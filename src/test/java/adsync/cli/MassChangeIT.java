package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too many harmful changes at once wait for a person, and nothing else waits for them. */
class MassChangeIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    /** A user who is created while a mass change is held, half of the times. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private static final int EVERYBODY = 1_000;
    private static final int DELETED = 600;
    private static final int HIRED = 5;

    private StaffedDirectory directory;
    private final SdkScimServer provider = SdkScimServer.start();
    private Service service;

    @TempDir
    private Path folder;

    private Path configuration;

    @BeforeEach
    void begin() throws LDAPException, IOException {
        directory = StaffedDirectory.start(EVERYBODY);
        configuration = Service.configuration(
                folder,
                directory.settings(folder),
                provider,
                provider.url(),
                "deprovision: delete",
                "guard: {grace: 5s}");
        service = Service.start(configuration);
        await().atMost(SOON).until(() -> total() == EVERYBODY);
    }

    @AfterEach
    void end() {
        service.close();
        provider.close();
        directory.close();
    }

    private long total() {
        return provider.probe().total("/Users");
    }

    @Test
    void none_of_too_many_deletions_is_shipped_before_it_is_approved() throws LDAPException {
        deleteMany();
        await().atMost(SOON).until(() -> service.statistics().held() == DELETED);
        assertThat(total()).isEqualTo(EVERYBODY);
        await().atMost(SOON).until(() -> service.meter("adsync_journal_held_objects{kind=\"delete\"}") == DELETED);

        assertHiredAtOnce();
        assertThat(service.statistics().held()).isEqualTo(DELETED);

        assertThat(adsync("approve", "1", "--count", String.valueOf(DELETED - 1)))
                .as("it has grown since")
                .isEqualTo(ExitCode.NOT_WELL);
        assertThat(service.statistics().held()).isEqualTo(DELETED);
        assertThat(adsync("approve", "1", "--count", String.valueOf(DELETED))).isZero();

        await().atMost(SOON).until(() -> total() == EVERYBODY + HIRED - DELETED);
        assertThat(service.statistics().held()).isZero();
    }

    private void assertHiredAtOnce() throws LDAPException {
        List<Duration> took = new ArrayList<>();
        for (int hired = 1; hired <= HIRED; hired++) {
            int expected = EVERYBODY + hired;
            long begun = System.nanoTime();
            directory.administrator().add(People.person(expected).entry(directory.root()));
            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> total() == expected);
            took.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        Collections.sort(took);
        assertThat(took.get(HIRED / 2)).as("median of " + took).isLessThan(AT_ONCE);
    }

    @Test
    void what_was_rejected_is_looked_at_again_at_its_next_change_only() throws LDAPException {
        deleteMany();
        await().atMost(SOON).until(() -> service.statistics().held() == DELETED);

        assertThat(adsync("reject", "1")).isZero();

        await().atMost(SOON).until(() -> service.statistics().parked() == DELETED);
        assertThat(total()).isEqualTo(EVERYBODY);
    }

    @Test
    void a_hold_survives_a_restart() throws LDAPException {
        deleteMany();
        await().atMost(SOON).until(() -> service.statistics().held() == DELETED);

        service.close();
        service = Service.start(configuration);

        assertThat(service.statistics().held()).isEqualTo(DELETED);
        assertThat(adsync("approve", "1")).isZero();
        await().atMost(SOON).until(() -> total() == EVERYBODY - DELETED);
    }

    @Test
    void a_first_load_into_a_provider_with_accounts_waits_for_a_person() throws LDAPException, IOException {
        throwTheJournalAway();
        directory.administrator().add(People.person(EVERYBODY + 1).entry(directory.root()));
        service = Service.start(configuration, false);
        await().atMost(SOON).until(() -> journalCause().contains("adsync approve 1"));
        await().atMost(SOON).until(() -> service.statistics().outbox() == EVERYBODY + 1);
        assertThat(total()).isEqualTo(EVERYBODY);

        assertThat(adsync("reject", "1")).isZero();
        service.close();
        service = Service.start(configuration, true);

        await().atMost(SOON).until(() -> service.statistics().outbox() == 0);
        assertThat(total()).isEqualTo(EVERYBODY + 1);
    }

    private String journalCause() {
        return service.ready().getJsonObject("parts").getJsonObject("journal").getString("cause", "");
    }

    private void throwTheJournalAway() throws IOException {
        service.close();
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void deleteMany() throws LDAPException {
        for (Entry person : People.entries(DELETED, directory.root())) {
            directory.administrator().delete(person.getDN());
        }
    }

    private int adsync(String... command) {
        var out = new StringWriter();
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--config", configuration.toString()));
        int code = Main.run(new PrintWriter(out), new PrintWriter(out), line.toArray(String[]::new));
        assertThat(out.toString()).as("%s", line).isNotNull();
        return code;
    }
}
