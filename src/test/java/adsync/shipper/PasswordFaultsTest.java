package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A fault of ours with one password leaves none behind, neither that one nor those that were taken with it. */
class PasswordFaultsTest extends PasswordLaneFixture {

    @Test
    void a_fault_while_one_is_sent_puts_off_that_one_alone() {
        for (int number = 1; number <= 3; number++) {
            hiredWith(number, Filetime.of(clock.instant()));
        }
        ship(provider);
        accounts.faults.add("sealed-a");
        changed(1, "a", clock.instant());
        changed(2, "b", clock.instant());
        changed(3, "c", clock.instant());

        start();

        await().atMost(SOON).until(() -> waiting() == 1);
        assertThat(accounts.named("user1@example.com").getFirst()).doesNotContainKey("password");
        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofSeconds(20));
            return waiting() == 0;
        });
        assertThat(accounts.named("user1@example.com").getFirst()).containsEntry("password", "sealed-a");
    }

    @Test
    void a_fault_while_the_directory_is_asked_holds_up_nothing_and_it_is_asked_again() {
        Instant set = clock.instant();
        account(1, set);
        changed(9, "stranger", clock.instant());
        clock.advance(Duration.ofSeconds(6));
        changed(1, "a", set);
        fault.set(true);

        start();

        awaitPassword("id-1", "sealed-a");
        assertThat(waiting()).isEqualTo(1);
        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofMinutes(1));
            return asked.size() > 1;
        });
    }
}
