package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Change;
import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.Filetime;
import adsync.change.Origin;
import adsync.journal.ChangeCommitted;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordsReceived;
import adsync.journal.ReceivedPassword;
import adsync.journal.ReceivedPassword.Turn;
import adsync.scim.ScimOutcome;
import adsync.shipper.PasswordOptions.MustChange;
import adsync.testing.EnrolledSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The domain controller that is followed may lag behind the one that took a change: that one is asked. */
class PasswordSendersTest extends PasswordLaneFixture {

    private static final String OTHER = "dc2.example.com";

    private void changedAt(String controller, String id, Instant when, Turn turn) {
        EnrolledSource.send(
                journal.passwords(),
                controller,
                List.of(new ReceivedPassword(id, sid(1), Filetime.of(when), "sealed-" + id, null, turn)),
                clock.instant());
        vertx.eventBus().publish(PasswordsReceived.ADDRESS, new PasswordsReceived(1));
    }

    /** Until it was looked at and its domain controller may be asked. */
    private void awaitAsking() {
        awaitPostponed();
        clock.advance(Senders.ASKED_AFTER);
    }

    private String lastAudit() {
        return journal.audit(0, 100).await().getLast().answer().detail();
    }

    @Test
    void the_newest_is_shipped_though_the_directory_we_follow_tells_of_another_one() {
        Instant changed = clock.instant();
        account(1, changed.plus(Duration.ofMinutes(3)));
        clock.advance(Duration.ofMinutes(2));
        start();
        changed(1, "a", changed);
        awaitAsking();

        atController(EnrolledSource.NAME, Filetime.of(changed));
        clock.advance(Senders.SILENT_FOR);

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void one_that_must_be_changed_is_held_though_the_directory_we_follow_does_not_know_yet() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        atController(EnrolledSource.NAME, 0);
        start();
        changed(1, "a", clock.instant());
        awaitAsking();

        await().atMost(SOON).until(() -> statistics().held() == 1);
        pass(Duration.ofMinutes(16));
        awaitPostponed();

        assertThat(accounts.count("PASSWORD")).isZero();
        assertThat(statistics().held()).isEqualTo(1);
    }

    @Test
    void one_that_must_be_changed_is_marked_though_the_directory_we_follow_does_not_know_yet() {
        mustChange = MustChange.SEND;
        account(1, clock.instant().minus(Duration.ofDays(9)));
        atController(EnrolledSource.NAME, 0);
        start();
        changed(1, "a", clock.instant());
        awaitAsking();

        awaitPassword("id-1", "sealed-a");
        assertThat(accounts.requests()).contains("PASSWORD id-1 sealed-a temporary");
    }

    /** However long the pauses have become. */
    @Test
    void one_is_shipped_as_soon_as_the_directory_we_follow_tells_of_it() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        Instant changed = clock.instant();
        start();
        changed(1, "a", changed);
        awaitPostponed();
        clock.advance(Duration.ofSeconds(30));
        awaitPostponed();
        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", Long.toString(Filetime.of(changed))));
        ship(provider);

        var told = new Change.Updated(
                guid(1), "CN=1", new TreeMap<>(Map.of("pwdLastSet", new Delta(List.of("1"), List.of("2")))));
        vertx.eventBus()
                .publish(
                        ChangeCommitted.ADDRESS,
                        new ChangeCommitted(new CorrelationId("c"), told, new Origin("dc", 1, clock.instant())));

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void one_that_its_domain_controller_replaced_is_dropped() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        atController(EnrolledSource.NAME, Filetime.of(clock.instant().plusSeconds(20)));
        start();
        changed(1, "a", clock.instant());
        awaitAsking();

        awaitEnd(PasswordEnd.STALE);
        assertThat(accounts.count("PASSWORD")).isZero();
    }

    /** The directory wrote the change down, and something there took its time before it called the source. */
    @Test
    void one_that_its_domain_controller_wrote_down_long_before_it_told_us_is_shipped_at_once_and_is_no_gap() {
        Instant told = clock.instant();
        Instant written = told.minusSeconds(20);
        account(1, told.minus(Duration.ofDays(9)));
        atController(EnrolledSource.NAME, Filetime.of(written));
        start();
        changed(1, "a", told);
        awaitAsking();

        awaitPassword("id-1", "sealed-a");
        awaitEnd(PasswordEnd.ACKNOWLEDGED);
        assertThat(lastAudit()).isEmpty();
        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", Long.toString(Filetime.of(written))));
        ship(provider);
        pass(Duration.ofMinutes(21));
        assertThat(statistics().gaps()).isZero();
    }

    /** The directory that is followed tells of the reset before. */
    @Test
    void the_password_that_the_user_chose_is_not_marked_as_temporary() {
        mustChange = MustChange.SEND;
        hiredWith(1, 0);
        ship(provider);
        Instant changed = clock.instant();
        start();
        changed(1, "chosen", changed);
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();
        atController(EnrolledSource.NAME, Filetime.of(changed));
        clock.advance(Senders.ASKED_AFTER);

        awaitPassword("id-1", "sealed-chosen");
        assertThat(accounts.requests()).contains("PASSWORD id-1 sealed-chosen");
    }

    @Test
    void one_that_must_be_changed_is_marked_if_nobody_but_the_directory_we_follow_can_be_asked() {
        mustChange = MustChange.SEND;
        hiredWith(1, 0);
        ship(provider);
        start();
        changed(1, "a", clock.instant());
        awaitAsking();
        await().atMost(SOON).until(() -> askedForStates.contains(EnrolledSource.NAME));

        clock.advance(PasswordRules.DIRECTORY_TELLS_WITHIN);

        awaitPassword("id-1", "sealed-a");
        assertThat(accounts.requests()).contains("PASSWORD id-1 sealed-a temporary");
    }

    /** Its domain controller says nothing, or what it has had for long. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void while_nobody_can_say_whether_it_must_be_changed_it_waits_and_the_audit_log_says_so_afterwards(
            boolean answers) {
        Instant before = clock.instant().minus(Duration.ofDays(9));
        account(1, before);
        if (answers) {
            atController(EnrolledSource.NAME, Filetime.of(before));
        }
        start();
        changed(1, "a", clock.instant());
        awaitAsking();
        pass(Duration.ofMinutes(14));
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();

        clock.advance(Duration.ofMinutes(2));

        awaitPassword("id-1", "sealed-a");
        awaitEnd(PasswordEnd.ACKNOWLEDGED);
        assertThat(lastAudit()).contains("whether it must be changed at the next logon was not known");
        assertThat(lastAudit()
                        .endsWith("; " + EnrolledSource.NAME + ", where it was changed, does not know of it either"))
                .isEqualTo(answers);
    }

    @Test
    void one_whose_sender_cannot_be_asked_says_why_it_waits() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        start();
        changed(1, "a", clock.instant());
        awaitAsking();

        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return journal.passwords().open(10).await().stream()
                    .anyMatch(open ->
                            open.cause().contains(EnrolledSource.NAME + ", where it was changed, says nothing"));
        });
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void one_whose_sender_cannot_be_asked_is_shipped_as_soon_as_any_other_one_has_heard_of_it() {
        Instant changed = clock.instant();
        account(1, changed.minus(Duration.ofDays(9)));
        controllers.addAll(List.of(EnrolledSource.NAME, "dc3.example.com", OTHER));
        atController(OTHER, Filetime.of(changed.plusSeconds(1)));
        start();
        changed(1, "a", changed);

        awaitAsking();

        awaitPassword("id-1", "sealed-a");
        awaitEnd(PasswordEnd.ACKNOWLEDGED);
        assertThat(lastAudit()).isEmpty();
    }

    /** An earlier one of a clock that is ahead, an earlier one that must be changed, an earlier one. */
    @ParameterizedTest
    @ValueSource(longs = {120, 0, -86_400})
    void what_one_that_may_not_have_heard_of_it_says_ends_nothing(long seconds) {
        Instant changed = clock.instant();
        account(1, changed.minus(Duration.ofDays(9)));
        controllers.addAll(List.of(EnrolledSource.NAME, OTHER));
        atController(OTHER, seconds == 0 ? 0 : Filetime.of(changed.plusSeconds(seconds)));
        start();
        changed(1, "a", changed);
        awaitAsking();
        await().atMost(SOON).until(() -> askedForStates.contains(OTHER));

        awaitPostponed();
        pass(Duration.ofMinutes(10));
        awaitPostponed();

        assertThat(waiting()).isEqualTo(1);
        assertThat(statistics().held()).isZero();
        assertThat(accounts.count("PASSWORD")).isZero();
    }

    @Test
    void while_its_sender_answers_nobody_else_is_asked() {
        Instant changed = clock.instant();
        account(1, changed.minus(Duration.ofDays(9)));
        controllers.addAll(List.of(EnrolledSource.NAME, OTHER));
        atController(EnrolledSource.NAME, Filetime.of(changed));
        start();
        changed(1, "a", changed);

        awaitAsking();

        awaitPassword("id-1", "sealed-a");
        assertThat(askedForStates).containsOnly(EnrolledSource.NAME);
    }

    /** It had told nothing, or something old, by a time that is still to come. */
    @Test
    void the_sender_is_asked_though_the_clock_was_put_back() {
        Instant changed = clock.instant();
        account(1, changed.minus(Duration.ofDays(9)));
        atController(EnrolledSource.NAME, Filetime.of(changed.minus(Duration.ofDays(9))));
        start();
        changed(1, "a", changed);
        awaitAsking();
        awaitPostponed();

        clock.advance(Duration.ofHours(-4));
        claim(); // looks at the time
        atController(EnrolledSource.NAME, Filetime.of(changed));

        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofSeconds(2)); // not for so long that it is shipped unasked
            return accounts.count("PASSWORD") == 1;
        });
    }

    /** The directory still tells of the change before, by a clock that was ahead then. */
    @Test
    void one_after_the_clock_was_put_back_is_not_taken_for_stale() {
        Instant before = clock.instant().plus(Duration.ofMinutes(3));
        account(1, before);
        start();
        changedAt(EnrolledSource.NAME, "a", before, new Turn("b1", 1));
        awaitPassword("id-1", "sealed-a");
        await().atMost(SOON).until(() -> waiting() == 0);

        changedAt(EnrolledSource.NAME, "b", clock.instant(), new Turn("b1", 2));
        awaitAsking();
        pass(Duration.ofMinutes(10));
        awaitPostponed();
        assertThat(waiting()).isEqualTo(1);
        pass(Duration.ofMinutes(6));

        awaitPassword("id-1", "sealed-b");
    }

    /** By the clocks the second one came before the first. */
    private Instant changedTwice() {
        Instant ahead = clock.instant().plus(Duration.ofMinutes(3));
        Instant right = clock.instant().plusSeconds(30);
        account(1, ahead);
        start();
        changedAt(OTHER, "first", ahead, new Turn("b2", 1));
        awaitPassword("id-1", "sealed-first");
        clock.advance(Duration.ofSeconds(31));
        changedAt(EnrolledSource.NAME, "second", right, new Turn("b1", 1));
        awaitPostponed();
        return right;
    }

    @Test
    void of_two_the_one_that_replaced_the_other_is_shipped_as_soon_as_the_domain_controllers_say_so() {
        Instant right = changedTwice();
        atController(EnrolledSource.NAME, Filetime.of(right));
        atController(OTHER, Filetime.of(right));

        clock.advance(Duration.ofSeconds(1));

        awaitPassword("id-1", "sealed-second");
        await().atMost(SOON).until(() -> waiting() == 0);
    }

    @Test
    void of_two_the_one_that_was_replaced_is_dropped_as_soon_as_its_domain_controller_says_so() {
        Instant right = changedTwice();
        atController(EnrolledSource.NAME, Filetime.of(right.plusSeconds(150)));

        clock.advance(Duration.ofSeconds(1));

        awaitEnd(PasswordEnd.SUPERSEDED);
        assertThat(accounts.count("PASSWORD")).isEqualTo(1);
    }

    @Test
    void of_two_of_which_the_directory_does_not_tell_none_is_dropped_by_the_clock() {
        Instant ahead = clock.instant().plus(Duration.ofMinutes(3));
        Instant right = clock.instant().plusSeconds(30);
        account(1, clock.instant().minus(Duration.ofDays(9)));
        atController(OTHER, Filetime.of(ahead));
        start();
        changedAt(OTHER, "first", ahead, new Turn("b2", 1));
        awaitAsking();
        awaitPassword("id-1", "sealed-first");
        changedAt(EnrolledSource.NAME, "second", right, new Turn("b1", 1));
        pass(Duration.ofHours(3));
        awaitPostponed();
        assertThat(waiting()).isEqualTo(1);

        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", Long.toString(Filetime.of(right))));
        ship(provider);
        clock.advance(Duration.ofMinutes(2));

        awaitPassword("id-1", "sealed-second");
    }

    /** The provider waits for such a one no longer than a quarter of an hour. */
    @Test
    void one_that_is_decided_too_late_for_the_provider_ends_and_shows() {
        Instant right = changedTwice();
        pass(Duration.ofMinutes(9));
        awaitPostponed();
        accounts.passwordAnswers.add(new ScimOutcome.Conflict(409, "HTTP 409"));
        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", Long.toString(Filetime.of(right))));
        ship(provider);

        clock.advance(Duration.ofMinutes(3));

        awaitEnd(PasswordEnd.STALE);
        assertThat(accounts.count("PASSWORD")).isEqualTo(2);
        assertThat(lastAudit()).contains("409");
        pass(Duration.ofMinutes(20));
        assertThat(statistics().gaps()).isEqualTo(1);
        assertThat(accounts.count("PASSWORD")).isEqualTo(2);
    }
}
