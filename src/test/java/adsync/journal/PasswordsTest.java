package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Filetime;
import adsync.journal.ReceivedPassword.Receipt;
import adsync.journal.WaitingPassword.Other;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Password events are kept once, the newest wins, and nothing sealed is left of what is over. */
class PasswordsTest extends PasswordFixture {

    private long sealedRows() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + state().resolve("journal.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM password_event WHERE sealed IS NOT NULL")) {
            return rows.getLong(1);
        }
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
    void within_the_difference_of_two_clocks_neither_one_is_taken_for_the_newer() throws SQLException {
        receive(event("a", NOON.plusSeconds(200)));

        assertThat(receiveElsewhere(event("b", NOON))).isEqualTo(Receipt.ACCEPTED);
        assertThat(receiveElsewhere(event("c", NOON.minusSeconds(101)))).isEqualTo(Receipt.STALE);
        assertThat(receive(event("d", NOON.plusSeconds(100)))).isEqualTo(Receipt.STALE);

        assertThat(passwords().waiting(NOON, 0, 10).await())
                .extracting(WaitingPassword::id, WaitingPassword::others)
                .containsExactly(
                        tuple("a", List.of(new Other(Filetime.of(NOON), "DC2.example.com", false))),
                        tuple("b", List.of(new Other(Filetime.of(NOON.plusSeconds(200)), "DC1.example.com", false))));
        receiveElsewhere(event("e", NOON.plusSeconds(501)));
        assertThat(due()).extracting(WaitingPassword::id).containsExactly("e");
        assertThat(sealedRows()).isEqualTo(1);
    }

    @Test
    void what_the_provider_took_last_is_what_it_has_whatever_the_times_are() {
        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());
        receive(event("a", NOON.plusSeconds(200)));
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        Instant later = NOON.plus(Duration.ofMinutes(20));
        assertThat(passwords().statistics(later).await().gaps())
                .as("the directory does not have that one")
                .isEqualTo(1);
        assertThat(passwords().unsynced(later, true, 10).await()).hasSize(1);

        assertThat(receiveElsewhere(event("b", NOON))).isEqualTo(Receipt.ACCEPTED);
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);

        assertThat(passwords().statistics(later).await().gaps()).isZero();
    }

    @Test
    void what_the_provider_has_is_not_overtaken_by_an_older_one() throws SQLException {
        ada("0");
        acknowledge(claimOne());
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
                                due().getFirst(), NOON.plus(Duration.ofHours(1)), "no account", true, false)),
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
    void of_somebody_who_signs_in_by_smart_card_only_nothing_is_kept() throws SQLException {
        String set = Long.toString(Filetime.of(NOON));
        commit(Pages.containers()
                .created("c", Pages.person(10, "objectSid", ADA, "userAccountControl", "262656", "pwdLastSet", set)));
        acknowledge(claimOne());

        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.IGNORED);
        assertThat(sealedRows()).isZero();
        assertThat(passwords().statistics(NOON).await().gaps()).isZero();
        assertThat(passwords().unsynced(NOON, false, 10).await()).isEmpty();
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
                        .enrol(enrolment(token, 1, 7), NOON.plusSeconds(61))
                        .await())
                .isFalse();
        assertThat(passwords().enrol(enrolment(token, 1, 7), NOON).await()).isTrue();
        assertThat(passwords().enrol(enrolment(token, 2, 8), NOON).await()).isFalse();
        assertThat(passwords().controller(new byte[] {8}, NOON).await()).isEmpty();
    }

    @Test
    void the_same_key_may_show_a_token_again_and_either_answer_counts() {
        byte[] token = {9};
        passwords().invite("dc2", token, NOON.plusSeconds(60)).await();
        passwords().enrol(enrolment(token, 1, 7), NOON).await();

        assertThat(passwords().enrol(enrolment(token, 1, 8), NOON).await()).isTrue();

        assertThat(passwords().controller(new byte[] {7}, NOON).await()).isPresent();
        assertThat(passwords().controller(new byte[] {8}, NOON).await()).isPresent();
        assertThat(passwords().controller(new byte[] {7}, NOON).await()).isEmpty();
        passwords().invite("dc2", new byte[] {10}, NOON.plusSeconds(60)).await();
        assertThat(passwords().enrol(enrolment(new byte[] {10}, 2, 9), NOON).await())
                .isTrue();
    }

    private static Enrolment enrolment(byte[] token, int key, int certificate) {
        return new Enrolment(
                token, new byte[] {(byte) key}, OTHER_GUID, new byte[] {(byte) certificate}, NOON.plusSeconds(60));
    }

    @Test
    void a_certificate_is_good_until_it_ends_and_the_next_one_on_its_own() {
        byte[] renewed = {3};
        passwords().renew(controller, renewed, NOON.plusSeconds(7200)).await();

        assertThat(passwords().controller(CERTIFICATE, NOON.plusSeconds(3599)).await())
                .isPresent();
        assertThat(passwords().controller(CERTIFICATE, NOON.plusSeconds(3600)).await())
                .isEmpty();
        assertThat(passwords().controller(renewed, NOON.plusSeconds(7200)).await())
                .isEmpty();
        assertThat(passwords().controller(renewed, NOON.plusSeconds(7199)).await())
                .isPresent();
    }

    @Test
    void an_old_certificate_is_good_until_the_new_one_is_shown() {
        byte[] renewed = {3};
        assertThat(passwords()
                        .renew(controller, renewed, NOON.plusSeconds(7200))
                        .await())
                .isTrue();
        assertThat(passwords().controller(CERTIFICATE, NOON).await()).isPresent();

        assertThat(passwords().controller(renewed, NOON).await()).isPresent();

        assertThat(passwords().controller(CERTIFICATE, NOON).await()).isEmpty();
        assertThat(passwords().controllers().await())
                .singleElement()
                .satisfies(one -> assertThat(one.certificateEnds()).contains(NOON.plusSeconds(7200)));
        assertThat(passwords().revoke("dc1.EXAMPLE.com").await()).isTrue();
        assertThat(passwords().controller(renewed, NOON).await()).isEmpty();
    }

    @Test
    void of_one_that_was_revoked_meanwhile_nothing_is_kept() {
        assertThat(passwords().revoke("dc1.example.com").await()).isTrue();

        assertThat(passwords()
                        .receive(controller, List.of(event("a", NOON)), NOON)
                        .await())
                .isEmpty();
        assertThat(passwords().heard(controller, "{}", NOON).await()).isFalse();
        assertThat(passwords().renew(controller, new byte[] {3}, NOON).await()).isFalse();
        assertThat(due()).isEmpty();
    }

    @Test
    void one_that_was_enrolled_anew_meanwhile_is_another_one_whatever_its_number_is() {
        passwords().revoke("dc1.example.com").await();
        passwords()
                .invite("dc1.example.com", new byte[] {9}, NOON.plusSeconds(60))
                .await();
        passwords().enrol(enrolment(new byte[] {9}, 2, 8), NOON.plusSeconds(1)).await();
        assertThat(passwords().controllers().await().getFirst().number()).isEqualTo(controller.number());

        assertThat(passwords()
                        .receive(controller, List.of(event("a", NOON)), NOON)
                        .await())
                .isEmpty();
        assertThat(passwords().renew(controller, new byte[] {3}, NOON).await()).isFalse();
        assertThat(due()).isEmpty();
    }

    @Test
    void ended_events_are_forgotten_after_their_time() {
        receive(event("a", NOON));
        end(due().getFirst(), PasswordEnd.REJECTED);

        passwords().prune(NOON, 100).await();
        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.DUPLICATE);
        passwords().prune(NOON.plusSeconds(1), 100).await();
        assertThat(receive(event("a", NOON))).isEqualTo(Receipt.ACCEPTED);
    }

    /** Whoever tells of ever new changes fills no disk with what is over. */
    @Test
    void of_one_domain_controller_only_the_newest_that_are_over_are_remembered() {
        for (int number = 1; number <= 5; number++) {
            receive(new ReceivedPassword("m" + number, ADA, Filetime.of(NOON), null, "nokey"));
        }
        receive(event("waits", NOON));
        receiveElsewhere(new ReceivedPassword("m1", ADA, Filetime.of(NOON), null, "nokey"));

        passwords().prune(NOON, 3).await();

        assertThat(receive(new ReceivedPassword("m3", ADA, Filetime.of(NOON), null, "nokey")))
                .isEqualTo(Receipt.DUPLICATE);
        assertThat(receive(new ReceivedPassword("m2", ADA, Filetime.of(NOON), null, "nokey")))
                .isEqualTo(Receipt.ACCEPTED);
        assertThat(receiveElsewhere(new ReceivedPassword("m1", ADA, Filetime.of(NOON), null, "nokey")))
                .isEqualTo(Receipt.DUPLICATE);
        assertThat(receive(event("waits", NOON))).isEqualTo(Receipt.DUPLICATE);
        assertThat(due()).hasSize(1);
    }

    @Test
    void what_waits_behind_another_one_of_its_user_is_not_due() {
        receive(event("a", NOON));
        WaitingPassword first = due().getFirst();
        receiveElsewhere(event("b", NOON.plusSeconds(1)));

        assertThat(passwords().nextDue().await()).isEmpty();
        end(first, PasswordEnd.REJECTED);
        assertThat(passwords().nextDue().await()).isPresent();
    }
}
