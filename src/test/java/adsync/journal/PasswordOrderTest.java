package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Filetime;
import adsync.journal.ReceivedPassword.Receipt;
import adsync.journal.ReceivedPassword.Turn;
import adsync.journal.WaitingPassword.Other;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A domain controller whose clock is put back still tells which change came after which. */
class PasswordOrderTest extends PasswordFixture {

    private static ReceivedPassword event(String id, Instant changed, String boot, long sequence) {
        return new ReceivedPassword(id, ADA, Filetime.of(changed), "sealed-" + id, null, new Turn(boot, sequence));
    }

    private void acknowledgeAll() {
        due().forEach(password -> end(password, PasswordEnd.ACKNOWLEDGED));
    }

    private void account() {
        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());
    }

    @Test
    void what_waits_gives_way_to_what_came_after_it_though_the_clock_was_put_back() {
        receive(event("a", NOON.plusSeconds(180), "b1", 7));

        assertThat(receive(event("b", NOON, "b1", 8))).isEqualTo(Receipt.ACCEPTED);

        assertThat(due()).extracting(WaitingPassword::id).containsExactly("b");
    }

    @Test
    void one_that_came_before_is_stale_though_its_time_is_later() {
        receive(event("b", NOON, "b1", 8));

        assertThat(receive(event("a", NOON.plusSeconds(180), "b1", 7))).isEqualTo(Receipt.STALE);
        assertThat(receive(event("c", NOON, "b1", 7))).isEqualTo(Receipt.STALE);

        assertThat(due()).extracting(WaitingPassword::id).containsExactly("b");
    }

    @Test
    void what_the_provider_has_gives_way_to_what_came_after_it_and_not_to_what_came_before() {
        account();
        receive(event("a", NOON.plusSeconds(180), "b1", 7));
        acknowledgeAll();

        assertThat(receive(event("b", NOON, "b1", 8))).isEqualTo(Receipt.ACCEPTED);
        assertThat(passwords().waiting(NOON, 0, 10).await())
                .extracting(WaitingPassword::id, WaitingPassword::others)
                .containsExactly(
                        tuple("b", List.of(new Other(Filetime.of(NOON.plusSeconds(180)), "DC1.example.com", true))));
        acknowledgeAll();

        assertThat(receive(event("c", NOON.plusSeconds(90), "b1", 6))).isEqualTo(Receipt.STALE);
        assertThat(due()).isEmpty();
    }

    /** Which start came first is not told. */
    @Test
    void of_two_starts_whose_times_are_near_the_directory_decides() {
        receive(event("a", NOON.plusSeconds(180), "b1", 7));

        assertThat(receive(event("b", NOON, "b2", 1))).isEqualTo(Receipt.ACCEPTED);
        assertThat(receive(event("c", NOON.minusSeconds(400), "b3", 1))).isEqualTo(Receipt.STALE);

        assertThat(passwords().waiting(NOON, 0, 10).await())
                .extracting(WaitingPassword::id, WaitingPassword::rivals)
                .containsExactly(
                        tuple("a", List.of()),
                        tuple("b", List.of(new Other(Filetime.of(NOON.plusSeconds(180)), "DC1.example.com", false))));
    }

    @Test
    void whoever_tells_of_one_start_after_the_other_does_not_fill_the_journal() {
        for (int start = 0; start < 100; start++) {
            receive(event("e" + start, NOON.plusSeconds(start), "b" + start, 1));
        }

        assertThat(passwords().waiting(NOON, 0, 200).await()).hasSizeLessThan(20);
    }
}
