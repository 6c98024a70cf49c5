package adsync.journal;

import static adsync.journal.Pages.ROOT;
import static adsync.journal.Pages.SALES;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.personIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Hold.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody goes with a selected root that is deleted before a person has said so. */
class RootGuardTest extends GuardFixture {

    private static final ObjectGuid OTHER = guid(3);
    private static final String OTHER_DN = "OU=Other,DC=example,DC=com";
    private static final String ROOT_DN = "OU=Company,DC=example,DC=com";

    /** A hundred people in one root, three in the other. */
    @BeforeEach
    void twoRoots() {
        company(100);
        commit(page().container(OTHER, OTHER, OTHER_DN)
                .created("o1", personIn(OTHER, 2001))
                .created("o2", personIn(OTHER, 2002))
                .created("o3", personIn(OTHER, 2003)));
        shipAll();
    }

    @Test
    void even_one_waits_at_once_and_over_a_restart_while_the_other_root_goes_on() {
        journal().roots().markDeleted(OTHER, OTHER_DN).await();
        delete(2001, 2002);

        assertThat(turn(10)).isEqualTo(Map.of(Outcome.HELD, 1));
        reopen();
        delete(2002, 2003);
        assertThat(turn(10)).isEqualTo(Map.of(Outcome.HELD, 1));

        assertThat(journal().holds().await()).singleElement().satisfies(hold -> {
            assertThat(hold.kind()).isEqualTo(HazardKind.ROOT_DELETED);
            assertThat(hold.objects()).isEqualTo(2);
            assertThat(hold.state()).isEqualTo(State.OPEN);
        });
        delete(1000, 1001);
        assertThat(turn(10)).isEqualTo(Map.of(Outcome.POSTPONED, 1));
        graceIsOver();
        turnUntilNothingIsDue(10);
        assertThat(passed()).containsExactly(guid(1000));
    }

    @Test
    void however_many_wait_they_hold_up_nobody_of_the_other_root() {
        journal().roots().markDeleted(ROOT, ROOT_DN).await();
        delete(1000, 1100);
        assertThat(turn(200)).isEqualTo(Map.of(Outcome.HELD, 100));

        delete(2001, 2002);
        turn(10);
        graceIsOver();
        turnUntilNothingIsDue(10);

        assertThat(passed()).containsExactly(guid(2001));
    }

    @Test
    void those_who_waited_for_the_grace_when_the_root_went_are_held_too() {
        delete(2001, 2002);
        assertThat(turn(10)).isEqualTo(Map.of(Outcome.POSTPONED, 1));

        journal().roots().markDeleted(OTHER, OTHER_DN).await();
        graceIsOver();

        assertThat(turn(10)).isEqualTo(Map.of(Outcome.HELD, 1));
    }

    @Test
    void approved_they_go_without_a_second_question_and_whoever_follows_goes_by_the_usual_limits() {
        journal().roots().markDeleted(ROOT, ROOT_DN).await();
        delete(1000, 1090);
        turn(200);

        journal().approve(openHold()).await();
        journal().roots().markDeleted(ROOT, ROOT_DN).await(); // as after each restart
        turnUntilNothingIsDue(200);
        assertThat(passed()).hasSize(90);

        delete(1090, 1091);
        assertThat(turn(10)).isEqualTo(Map.of(Outcome.POSTPONED, 1));
        graceIsOver();
        turnUntilNothingIsDue(10);
        assertThat(passed()).hasSize(91);
    }

    @Test
    void rejected_they_are_parked() {
        journal().roots().markDeleted(OTHER, OTHER_DN).await();
        delete(2001, 2004);
        turn(10);

        journal().reject(openHold().id()).await();

        assertThat(turn(10)).isEmpty();
        assertThat(journal().statistics().await().parked()).isEqualTo(3);
        assertThat(passed()).isEmpty();
    }

    @Test
    void whoever_comes_back_with_the_root_goes_on_and_the_hold_lapses() {
        journal().roots().markDeleted(OTHER, OTHER_DN).await();
        delete(2001, 2002);
        turn(10);

        journal().roots().markReturned(OTHER).await();
        commit(page().updated("back", personIn(OTHER, 2001)));
        turnUntilNothingIsDue(10);

        assertThat(journal().holds().await()).extracting(Hold::state).containsExactly(State.LAPSED);
        assertThat(journal().roots().deleted().await()).isEmpty();
    }

    @Test
    void a_shipped_group_waits_with_its_root_and_one_elsewhere_does_not() {
        journal().shipGroups(true).await();
        commit(page().groups(group(guid(50), OTHER, OTHER_DN))
                .groups(group(guid(51), SALES, "OU=Sales,OU=Company,DC=example,DC=com")));

        journal().roots().markDeleted(OTHER, OTHER_DN).await();

        assertThat(judge(guid(50)))
                .isInstanceOfSatisfying(
                        Ruling.Held.class, held -> assertThat(held.kind()).isEqualTo(HazardKind.ROOT_DELETED));
        assertThat(judge(guid(51))).isInstanceOf(Ruling.Wait.class);
    }

    private static GroupChange group(ObjectGuid guid, ObjectGuid parent, String above) {
        var group = new Group(guid, parent, "CN=Team " + guid, "CN=Team " + guid + "," + above, 100, 0);
        return new GroupChange.Known(group, Optional.of(true));
    }

    private Ruling judge(ObjectGuid group) {
        return journal()
                .judge(List.of(new Hazard(group, Set.of(HazardKind.DELETE))), RULES, clock().instant())
                .await()
                .getFirst();
    }

    @Test
    void a_new_user_of_the_other_root_is_shipped() {
        journal().roots().markDeleted(OTHER, OTHER_DN).await();

        commit(page().created("new", person(3000)));
        turn(10);

        assertThat(journal().dossier(guid(3000)).await().orElseThrow().link()).isPresent();
    }

    @Test
    void each_root_has_a_hold_of_its_own_which_names_it_and_is_decided_on_alone() {
        journal().roots().markDeleted(OTHER, OTHER_DN).await();
        journal().roots().markDeleted(ROOT, ROOT_DN).await();
        delete(1000, 1003);
        delete(2001, 2003);
        turn(10);

        assertThat(journal().holds().await())
                .extracting(hold -> hold.root().orElseThrow(), Hold::objects, Hold::joined)
                .containsExactlyInAnyOrder(tuple(ROOT_DN, 3L, 3L), tuple(OTHER_DN, 2L, 2L));

        journal().approve(holdOf(OTHER_DN)).await();
        turnUntilNothingIsDue(10);
        assertThat(passed()).containsExactlyInAnyOrder(guid(2001), guid(2002));
        assertThat(holdOf(ROOT_DN).state()).isEqualTo(State.OPEN);
        journal().roots().markReturned(OTHER).await();
        assertThat(holdOf(OTHER_DN).state()).isEqualTo(State.APPROVED);
    }

    private Hold holdOf(String root) {
        return journal().holds().await().stream()
                .filter(hold -> hold.root().filter(root::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void groups_of_a_root_that_has_nothing_else_wait_with_it_and_are_approved_with_it() {
        ObjectGuid teams = guid(4);
        String above = "OU=Teams,DC=example,DC=com";
        journal().shipGroups(true).await();
        commit(page().container(teams, teams, above)
                .groups(group(guid(50), teams, above), group(guid(51), teams, above)));
        journal().roots().markDeleted(teams, above).await();
        commit(page().removed(teams)); // and nothing is left of it

        assertThat(judge(guid(50)))
                .isInstanceOfSatisfying(
                        Ruling.Held.class, held -> assertThat(held.kind()).isEqualTo(HazardKind.ROOT_DELETED));
        assertThat(openHold().root()).contains(above);

        journal().approve(openHold()).await();
        assertThat(judge(guid(50))).isInstanceOf(Ruling.Pass.class);
        assertThat(judge(guid(51))).as("by the usual limits").isInstanceOf(Ruling.Wait.class);
    }
}
