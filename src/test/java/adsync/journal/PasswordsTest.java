package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Filetime;
import adsync.journal.ReceivedPassword.Receipt;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Password events are kept once, the newest wins, and nothing sealed is left of what is over. */
class PasswordsTest extends JournalFixture {

    private static final String ADA = "S-1-5-21-1-2-3-1104";
    private static final byte[] TOKEN = {1};
    private static final byte[] CERTIFICATE = {2};
    private static final String GUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    private long controller;

    @BeforeEach
    void enrol() {
        passwords().follow(NOON).await();
        passwords().invite("DC1.example.com", TOKEN, NOON.plusSeconds(60)).await();
        passwords()
                .enrol(TOKEN, GUID, CERTIFICATE, NOON.plusSeconds(3600), NOON)
                .await();
        controller = passwords().controller(CERTIFICATE).await().orElseThrow().number();
    }

    private PasswordJournal passwords() {
        return journal().passwords();
    }

    private static ReceivedPassword event(String id, Instant changed) {
        return new ReceivedPassword(id, ADA, Filetime.of(changed), "sealed-" + id, null);
    }

    private Receipt receive(ReceivedPassword event) {
        return passwords()
                .receive(controller, List.of(event), clock().instant())
                .await()
                .getFirst();
    }

    private List<WaitingPassword> due() {
        return passwords().claim(clock().instant(), 10).await();
    }

    private void end(WaitingPassword password, PasswordEnd end) {
        passwords()
                .settle(List.of(new PasswordSettlement.Ended(password, end, "")), clock().instant())
                .await();
    }

    private long sealedRows() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + state().resolve("journal.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM password_event WHERE sealed IS NOT NULL")) {
            return rows.getLong(1);
        }
    }

    private void ada(@Nullable String passwordSet) {
        commit(Pages.containers()
                .created(
                        "c",
                        passwordSet == null
                                ? Pages.person(10, "objectSid", ADA)
                                : Pages.person(10, "objectSid", ADA, "pwdLastSet", passwordSet)));
    }

    @Test
    void an_event_is_kept_once_and_survives_a_restart() {
        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.ACCEPTED);
        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.DUPLICATE);

        reopen();

        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.DUPLICATE);
        assertThat(due()).singleElement().satisfies(password -> {
            assertThat(password.sealed()).isEqualTo("sealed-a");
            assertThat(password.controller()).isEqualTo("DC1.example.com");
            assertThat(password.user()).isNull();
            assertThat(password.toString()).doesNotContain("sealed");
        });
    }

    @Test
    void the_newest_of_a_user_wins_whatever_order_they_come_in() throws SQLException {
        receive(event("b", NOON.plusSeconds(2)));

        assertThat(receive(event("a", NOON.plusSeconds(1)))).isEqualTo(Receipt.STALE);
        assertThat(receive(event("c", NOON.plusSeconds(3)))).isEqualTo(Receipt.ACCEPTED);

        assertThat(due()).extracting(WaitingPassword::id).containsExactly("c");
        assertThat(sealedRows()).isEqualTo(1);
    }

    @Test
    void what_the_provider_has_is_not_overtaken_by_an_older_one() throws SQLException {
        receive(event("b", NOON.plusSeconds(2)));
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);

        assertThat(receive(event("a", NOON.plusSeconds(2)))).isEqualTo(Receipt.STALE);
        assertThat(receive(event("b", NOON.plusSeconds(2)))).isEqualTo(Receipt.DUPLICATE);
        assertThat(due()).isEmpty();
        assertThat(sealedRows()).isZero();
    }

    @Test
    void every_end_deletes_what_was_sealed() throws SQLException {
        int number = 0;
        for (PasswordEnd end : PasswordEnd.values()) {
            number++;
            receive(event("e" + number, NOON.plusSeconds(number)));
            end(due().getFirst(), end);
            assertThat(sealedRows()).as(end.word()).isZero();
        }
        assertThat(due()).isEmpty();
    }

    @Test
    void an_acknowledgement_of_an_older_one_leaves_the_newer_one_waiting() {
        receive(event("a", NOON));
        WaitingPassword shipped = due().getFirst();
        receive(event("b", NOON.plusSeconds(1)));

        end(shipped, PasswordEnd.ACKNOWLEDGED);

        assertThat(due()).extracting(WaitingPassword::id).containsExactly("b");
    }

    @Test
    void a_user_is_found_by_sid_and_released_when_the_account_has_come() {
        ada("0");
        receive(event("a", NOON));
        passwords()
                .settle(
                        List.of(new PasswordSettlement.Waits(
                                due().getFirst(), NOON.plus(Duration.ofHours(1)), "no account", true)),
                        NOON)
                .await();
        assertThat(due()).isEmpty();
        assertThat(passwords().nextDue().await()).contains(NOON.plus(Duration.ofHours(1)));

        acknowledge(claimOne());
        assertThat(passwords().release(Pages.guid(10)).await()).isEqualTo(1);

        assertThat(due()).singleElement().satisfies(password -> {
            assertThat(password.attempts()).isEqualTo(1);
            assertThat(password.user()).isNotNull();
            assertThat(password.user().providerId()).contains("account-" + Pages.guid(10));
            assertThat(password.user().passwordSet()).hasValue(0);
        });
    }

    @Test
    void of_somebody_who_left_nothing_is_kept() throws SQLException {
        ada(null);
        acknowledge(claimOne());
        commit(Pages.page().left("l", Pages.guid(10)));

        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.IGNORED);
        assertThat(sealedRows()).isZero();
    }

    @Test
    void a_password_and_a_change_of_the_account_are_never_under_way_at_once() {
        ada("0");
        acknowledge(claimOne());
        receive(event("a", NOON));
        commit(Pages.page().updated("u", Pages.person(10, "objectSid", ADA, "title", "new")));
        OutboxRow change = claimOne();

        assertThat(due()).isEmpty();
        acknowledge(change);
        WaitingPassword password = due().getFirst();
        commit(Pages.page().updated("u2", Pages.person(10, "objectSid", ADA, "title", "newer")));
        receive(event("b", NOON.plusSeconds(1)));

        assertThat(claim()).isEmpty();
        assertThat(due()).isEmpty();
        int waited = passwords()
                .settle(List.of(new PasswordSettlement.Ended(password, PasswordEnd.ACKNOWLEDGED, "")), NOON)
                .await();
        assertThat(waited).isEqualTo(1);
        assertThat(claim()).hasSize(1);
    }

    @Test
    void a_token_works_once_and_for_its_time_only() {
        byte[] token = {9};
        passwords().invite("dc2", token, NOON.plusSeconds(60)).await();

        assertThat(passwords().invited(token, NOON.plusSeconds(61)).await()).isEmpty();
        assertThat(passwords()
                        .enrol(token, "x", new byte[] {7}, NOON, NOON.plusSeconds(61))
                        .await())
                .isFalse();
        assertThat(passwords().enrol(token, "x", new byte[] {7}, NOON, NOON).await())
                .isTrue();
        assertThat(passwords().enrol(token, "x", new byte[] {8}, NOON, NOON).await())
                .isFalse();
        assertThat(passwords().controller(new byte[] {8}).await()).isEmpty();
    }

    @Test
    void an_old_certificate_is_good_until_the_new_one_is_shown() {
        byte[] renewed = {3};
        assertThat(passwords()
                        .renew(controller, renewed, NOON.plusSeconds(7200))
                        .await())
                .isTrue();
        assertThat(passwords().controller(CERTIFICATE).await()).isPresent();

        assertThat(passwords().controller(renewed).await()).isPresent();

        assertThat(passwords().controller(CERTIFICATE).await()).isEmpty();
        assertThat(passwords().controllers().await())
                .singleElement()
                .satisfies(one -> assertThat(one.certificateEnds()).contains(NOON.plusSeconds(7200)));
        assertThat(passwords().revoke("dc1.EXAMPLE.com").await()).isTrue();
        assertThat(passwords().controller(renewed).await()).isEmpty();
    }

    @Test
    void a_changed_password_without_an_event_is_a_gap_after_a_while() {
        Instant changed = NOON.plusSeconds(60);
        ada(Long.toString(Filetime.of(changed)));
        acknowledge(claimOne());

        assertThat(passwords().statistics(changed.minusSeconds(1)).await().gaps())
                .isZero();
        PasswordStatistics counted = passwords().statistics(changed).await();
        assertThat(counted.gaps()).isEqualTo(1);
        assertThat(counted.users()).isEqualTo(1);
        assertThat(counted.synced()).isZero();
        assertThat(passwords().unsynced(changed, true, 10).await())
                .singleElement()
                .satisfies(user -> assertThat(user.passwordSet()).contains(changed));

        receive(event("a", changed.plusSeconds(1)));
        assertThat(passwords().statistics(changed).await().gaps()).isZero();
        assertThat(passwords().statistics(changed).await().open()).isEqualTo(1);
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        assertThat(passwords().statistics(changed).await().synced()).isEqualTo(1);
        assertThat(passwords().unsynced(changed, false, 10).await()).isEmpty();
    }

    @Test
    void a_password_older_than_the_installation_is_no_gap_but_not_synced() {
        ada(Long.toString(Filetime.of(NOON.minus(Duration.ofDays(30)))));
        acknowledge(claimOne());

        assertThat(passwords().statistics(NOON).await().gaps()).isZero();
        assertThat(passwords().unsynced(NOON, false, 10).await()).hasSize(1);
        assertThat(passwords().unsynced(NOON, true, 10).await()).isEmpty();
    }

    @Test
    void what_a_source_lost_is_told_with_the_user() {
        Instant changed = NOON.plusSeconds(60);
        ada(Long.toString(Filetime.of(changed)));
        acknowledge(claimOne());
        var missed = new ReceivedPassword("m", ADA, Filetime.of(changed), null, "overflow");

        assertThat(receive(missed)).isEqualTo(Receipt.ACCEPTED);

        assertThat(passwords().unsynced(changed, true, 10).await())
                .extracting(UnsyncedUser::missed)
                .containsExactly(Optional.of("overflow"));
    }

    @Test
    void ended_events_are_forgotten_after_their_time() {
        receive(event("a", NOON));
        end(due().getFirst(), PasswordEnd.REJECTED);

        passwords().prune(NOON).await();
        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.DUPLICATE);
        passwords().prune(NOON.plusSeconds(1)).await();
        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.ACCEPTED);
    }
}
