package adsync.journal;

import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An emptied directory waits for a person, however small it is. */
class LastAccountsTest extends GuardFixture {

    @Test
    void the_last_two_do_not_go_together_unasked() {
        company(2);
        delete(1000, 1002);
        turnUntilNothingIsDue(10);
        graceIsOver();
        turnUntilNothingIsDue(10);

        assertThat(passed()).isEmpty();
        assertThat(openHold().objects()).isEqualTo(2);
        assertThat(openHold().limit()).isEqualTo(1);

        assertThat(journal().approve(openHold()).await()).isTrue();
        turnUntilNothingIsDue(10);
        assertThat(passed()).containsExactlyInAnyOrder(guid(1000), guid(1001));
    }

    @Test
    void the_last_one_does_not_go_unasked_soon_after_another() {
        company(2);
        delete(1000, 1001);
        turnUntilNothingIsDue(10);
        graceIsOver();
        turnUntilNothingIsDue(10);
        assertThat(passed()).containsExactly(guid(1000));

        delete(1001, 1002);
        turnUntilNothingIsDue(10);
        graceIsOver();
        turnUntilNothingIsDue(10);

        assertThat(passed()).containsExactly(guid(1000));
        assertThat(openHold().objects()).isEqualTo(1);
    }

    @Test
    void the_only_one_goes_and_comes_and_goes() {
        company(1);
        for (int time = 0; time < 2; time++) {
            delete(1000, 1001);
            turnUntilNothingIsDue(10);
            graceIsOver();
            turnUntilNothingIsDue(10);
            commit(page().created("back", person(1000)));
            turnUntilNothingIsDue(10);
        }

        assertThat(passed()).containsExactly(guid(1000), guid(1000));
        assertThat(journal().holds().await()).isEmpty();
    }
}
