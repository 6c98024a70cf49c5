package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordsReceived;
import adsync.journal.ReceivedPassword;
import adsync.testing.EnrolledSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two domain controllers whose clocks differ tell of two changes of one user; the directory keeps one of them. */
class PasswordClocksTest extends PasswordLaneFixture {

    private void changedAt(String controller, String id, Instant when) {
        EnrolledSource.send(
                journal.passwords(),
                controller,
                List.of(new ReceivedPassword(id, sid(1), Filetime.of(when), "sealed-" + id, null)),
                clock.instant());
        vertx.eventBus().publish(PasswordsReceived.ADDRESS, new PasswordsReceived(1));
    }

    private void directoryHas(Instant set) {
        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", Long.toString(Filetime.of(set))));
        ship(provider);
    }

    /** By the clocks the second one came before the first. */
    private Instant changedTwice() {
        Instant ahead = clock.instant().plus(Duration.ofMinutes(3));
        Instant right = clock.instant().plusSeconds(30);
        account(1, ahead);
        start();
        changedAt("dc2.example.com", "first", ahead);
        awaitPassword("id-1", "sealed-first");
        clock.advance(Duration.ofSeconds(31));
        changedAt("dc1.example.com", "second", right);
        return right;
    }

    @Test
    void the_one_that_the_directory_kept_is_shipped_though_its_time_is_the_earlier_one() {
        Instant right = changedTwice();
        directoryHas(right);
        await().atMost(SOON).until(() -> statistics().held() == 1);
        assertThat(accounts.count("PASSWORD"))
                .as("perhaps it has not heard of the other yet")
                .isEqualTo(1);

        pass(Duration.ofMinutes(11));

        awaitPassword("id-1", "sealed-second");
        await().atMost(SOON).until(() -> waiting() == 0);
        assertThat(statistics().gaps()).isZero();
    }

    @Test
    void the_other_one_is_dropped_if_the_directory_kept_the_one_with_the_later_time() {
        changedTwice();
        await().atMost(SOON).until(() -> statistics().held() == 1);
        pass(Duration.ofMinutes(11));
        awaitPostponed();
        assertThat(waiting()).as("it may come yet").isEqualTo(1);

        pass(Duration.ofMinutes(5));

        awaitEnd(PasswordEnd.SUPERSEDED);
        assertThat(accounts.count("PASSWORD")).isEqualTo(1);
    }

    @Test
    void one_that_comes_late_is_dropped_if_the_directory_stays_with_the_one_that_was_shipped() {
        Instant ahead = clock.instant().plus(Duration.ofMinutes(3));
        Instant right = clock.instant().plusSeconds(30);
        account(1, right);
        start();
        pass(Duration.ofMinutes(5));
        changedAt("dc1.example.com", "second", right);
        awaitPassword("id-1", "sealed-second");

        changedAt("dc2.example.com", "first", ahead);
        awaitPostponed();
        pass(Duration.ofMinutes(16));

        awaitEnd(PasswordEnd.SUPERSEDED);
        assertThat(accounts.count("PASSWORD")).isEqualTo(1);
    }

    @Test
    void one_that_waits_for_the_directory_survives_a_restart() {
        Instant right = changedTwice();
        await().atMost(SOON).until(() -> statistics().held() == 1);

        restart();

        directoryHas(right);
        pass(Duration.ofMinutes(11));
        awaitPassword("id-1", "sealed-second");
    }
}
