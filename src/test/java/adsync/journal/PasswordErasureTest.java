package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Filetime;
import adsync.testing.EnrolledSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was sealed is not only deleted: none of its octets is left in a file of the journal. */
class PasswordErasureTest extends JournalFixture {

    private static final String MARKER = "eyJwd2Mi-sealed-marker-";
    private static final int USERS = 120;

    @BeforeEach
    void follow() {
        passwords().follow(NOON).await();
    }

    private PasswordJournal passwords() {
        return journal().passwords();
    }

    /** As long as what is sealed mostly is, and of another length for each. */
    private static ReceivedPassword event(int user, int round) {
        String sealed = MARKER + user + "." + "x".repeat(900 + user % 7 * 256);
        return new ReceivedPassword(
                "e" + user + "-" + round, "S-1-5-21-1-2-3-" + user, Filetime.of(NOON.plusSeconds(round)), sealed, null);
    }

    private void receive(int round) {
        for (int user = 0; user < USERS; user += 10) {
            List<ReceivedPassword> events = new ArrayList<>();
            for (int next = user; next < user + 10; next++) {
                events.add(event(next, round));
            }
            EnrolledSource.send(passwords(), events, NOON);
        }
    }

    /** Ends what is due, as many as are taken at once, each in a transaction of its own. */
    private void endSome(int count) {
        for (WaitingPassword password : passwords().claim(NOON, count).await()) {
            passwords()
                    .settle(List.of(new PasswordSettlement.Ended(password, PasswordEnd.ACKNOWLEDGED, "")), NOON)
                    .await();
        }
    }

    private int copies() throws IOException {
        int copies = 0;
        try (Stream<Path> files = Files.list(state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String octets = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (int at = octets.indexOf(MARKER); at >= 0; at = octets.indexOf(MARKER, at + 1)) {
                    copies++;
                }
            }
        }
        return copies;
    }

    @Test
    void nothing_is_left_of_what_ended_in_the_journal_or_its_log() throws IOException {
        receive(1);
        endSome(USERS / 2);
        receive(2); // supersedes the other half
        assertThat(copies()).isPositive();
        endSome(USERS / 3);
        endSome(USERS);

        assertThat(passwords().erase().await()).isTrue();

        assertThat(passwords().statistics(NOON).await().open()).isZero();
        assertThat(copies()).isZero();
    }

    @Test
    void nothing_is_left_in_the_journal_of_a_process_that_was_ended() throws IOException {
        receive(1);
        endSome(USERS);
        passwords().prune(NOON.plus(Duration.ofDays(9)), 100).await();

        journal().close().await();

        assertThat(copies()).isZero();
        open();
    }

    @Test
    void as_long_as_somebody_reads_an_older_state_it_is_left_for_the_next_time() throws IOException, SQLException {
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + state().resolve("journal.db"));
                var statement = other.createStatement()) {
            receive(1);
            statement.execute("BEGIN");
            statement.executeQuery("SELECT count(*) FROM password_event").close();
            endSome(USERS);

            assertThat(passwords().erase().await()).isFalse();

            statement.execute("COMMIT");
        }
        assertThat(passwords().erase().await()).isTrue();
        assertThat(copies()).isZero();
    }
}
