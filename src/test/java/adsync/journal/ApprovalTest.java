package adsync.journal;

import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Hold.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An approval is of what a person has seen. */
class ApprovalTest extends GuardFixture {

    /** Forty of two hundred are held. */
    @BeforeEach
    void tooMany() {
        company(200);
        delete(1000, 1040);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);
    }

    @Test
    void what_joined_unseen_keeps_the_hold_from_being_approved() {
        Hold seen = openHold();
        delete(1040, 1041);
        assertThat(turn(200)).isEqualTo(Map.of(Outcome.HELD, 1));

        assertThat(journal().approve(seen).await()).isFalse();

        turnUntilNothingIsDue(200);
        assertThat(passed()).isEmpty();
        assertThat(openHold().joined()).isEqualTo(41);
        assertThat(journal().approve(openHold()).await()).isTrue();
        turnUntilNothingIsDue(200);
        assertThat(passed()).hasSize(41);
    }

    @Test
    void one_who_comes_for_another_who_left_is_noticed_although_they_are_as_many() {
        Hold seen = openHold();
        commit(page().created("back", person(1000)));
        turnUntilNothingIsDue(200);
        delete(1040, 1041);
        turnUntilNothingIsDue(200);

        assertThat(openHold().objects()).isEqualTo(seen.objects());
        assertThat(journal().approve(seen).await()).isFalse();
    }

    @Test
    void who_left_it_keeps_nobody_from_approving_the_rest() {
        Hold seen = openHold();
        commit(page().created("back", person(1000)));
        turnUntilNothingIsDue(200);

        assertThat(openHold().objects()).isEqualTo(39);
        assertThat(journal().approve(seen).await()).isTrue();
    }

    @Test
    void another_harm_that_the_change_of_a_held_user_does_is_noticed() {
        Hold seen = openHold();
        Hazard both = new Hazard(guid(1000), Set.of(HazardKind.DELETE, HazardKind.RENAME));

        journal().judge(List.of(both), RULES, clock().instant()).await();

        assertThat(openHold().objects()).isEqualTo(40);
        assertThat(journal().approve(seen).await()).isFalse();
    }

    @Test
    void asking_again_about_the_same_changes_nothing() {
        Hold seen = openHold();
        reopen();
        Hazard same = new Hazard(guid(1000), Set.of(HazardKind.DELETE));

        journal().judge(List.of(same), RULES, clock().instant()).await();

        assertThat(openHold()).isEqualTo(seen);
        assertThat(seen.state()).isEqualTo(State.OPEN);
        assertThat(journal().approve(seen).await()).isTrue();
    }

    @Test
    void who_is_told_of_after_the_approval_is_judged_anew() {
        assertThat(journal().approve(openHold()).await()).isTrue();
        delete(1050, 1090);

        turnUntilNothingIsDue(200);
        graceIsOver();
        turnUntilNothingIsDue(200);

        assertThat(passed()).hasSize(40).doesNotContain(guid(1050));
        assertThat(openHold().objects()).isEqualTo(40);
    }
}
