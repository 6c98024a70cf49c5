package adsync.journal;

import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.Hold.State;
import org.junit.jupiter.api.Test;

/** The first load into a provider that holds accounts already waits for a person. */
class FirstLoadTest extends JournalFixture {

    @Test
    void nothing_is_claimed_before_the_first_load_is_approved() {
        commit(containers().created("c1", person(10)));
        Hold hold = journal().hold(HazardKind.FIRST_LOAD).await();
        assertThat(journal().hold(HazardKind.FIRST_LOAD).await()).isEqualTo(hold);

        assertThat(claim()).isEmpty();
        reopen();
        assertThat(claim()).isEmpty();
        journal().reject(hold.id()).await();
        assertThat(claim()).isEmpty();
        Hold again = journal().hold(HazardKind.FIRST_LOAD).await();
        assertThat(again.id()).isNotEqualTo(hold.id());
        journal().approve(again).await();

        assertThat(claim()).hasSize(1);
        assertThat(journal().hold(HazardKind.FIRST_LOAD).await().state()).isEqualTo(State.APPROVED);
    }

    @Test
    void a_rejected_first_load_can_be_approved_later() {
        commit(containers().created("c1", person(10)));
        Hold hold = journal().hold(HazardKind.FIRST_LOAD).await();
        journal().reject(hold.id()).await();
        reopen();

        assertThat(journal().approve(hold).await()).isTrue();

        assertThat(claim()).hasSize(1);
        assertThat(journal().approve(hold).await()).isFalse();
        assertThat(journal().reject(hold.id()).await()).isFalse();
    }

    @Test
    void an_older_first_load_is_not_approved_past_the_one_that_waits() {
        commit(containers().created("c1", person(10)));
        Hold hold = journal().hold(HazardKind.FIRST_LOAD).await();
        journal().reject(hold.id()).await();
        journal().hold(HazardKind.FIRST_LOAD).await();

        assertThat(journal().approve(hold).await()).isFalse();

        assertThat(claim()).isEmpty();
    }
}
