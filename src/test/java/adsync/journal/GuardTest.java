package adsync.journal;

import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Hold.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many harmful changes at once wait for a person; a few pass. */
class GuardTest extends GuardFixture {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void none_of_a_burst_passes_however_it_is_claimed_and_whatever_restarts(long seed) {
        Random random = new Random(seed);
        company(1000);
        List<Integer> pages = new ArrayList<>();
        for (int from = 1000; from < 1600; from = pages.getLast()) {
            pages.add(Math.min(1600, from + 1 + random.nextInt(150)));
        }
        int from = 1000;
        for (int to : pages) {
            delete(from, to);
            turn(1 + random.nextInt(100));
            clock().advance(Duration.ofMillis(random.nextInt(100)));
            if (random.nextInt(4) == 0) {
                reopen();
            }
            from = to;
        }
        turnUntilNothingIsDue(1 + random.nextInt(100));

        graceIsOver();
        turnUntilNothingIsDue(1 + random.nextInt(100));
        reopen();
        clock().advance(WINDOW.multipliedBy(2));
        turnUntilNothingIsDue(100);

        assertThat(passed()).isEmpty();
        assertThat(journal().holds().await()).singleElement().satisfies(hold -> {
            assertThat(hold.kind()).isEqualTo(HazardKind.DELETE);
            assertThat(hold.state()).isEqualTo(State.OPEN);
            assertThat(hold.objects()).isEqualTo(600);
            assertThat(hold.limit()).isEqualTo(100);
        });
        assertThat(journal().statistics().await().held()).isEqualTo(600);
        commit(page().created("new", person(5000)));
        assertThat(turn(10)).isEmpty();
        assertThat(journal().dossier(guid(5000)).await().orElseThrow().link()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {20, 50, 300, 800})
    void none_of_a_burst_passes_however_slowly_it_comes(long milliseconds) {
        company(300);
        for (int person = 1000; person < 1100; person++) {
            delete(person, person + 1);
            clock().advance(Duration.ofMillis(milliseconds));
            turn(10);
        }
        turnUntilNothingIsDue(100);
        graceIsOver();
        turnUntilNothingIsDue(100);

        assertThat(passed()).isEmpty();
        assertThat(journal().holds().await())
                .singleElement()
                .satisfies(hold -> assertThat(hold.objects()).isEqualTo(100));
    }

    @Test
    void changes_that_never_rest_pass_at_last() {
        company(1000);
        for (int person = 1000; person < 1060; person++) {
            delete(person, person + 1);
            clock().advance(Duration.ofSeconds(2));
            turn(10);
        }

        assertThat(passed()).isNotEmpty().contains(guid(1000)).doesNotContain(guid(1059));
        assertThat(journal().holds().await()).isEmpty();
    }

    @Test
    void ten_percent_of_a_large_directory_are_more_than_anybody_deletes_in_an_hour() {
        company(6000);
        delete(1000, 1501);
        turnUntilNothingIsDue(1000);
        graceIsOver();
        turnUntilNothingIsDue(1000);

        assertThat(passed()).isEmpty();
        assertThat(journal().holds().await()).singleElement().satisfies(hold -> {
            assertThat(hold.objects()).isEqualTo(501);
            assertThat(hold.limit()).isEqualTo(500);
        });
    }

    @Test
    void accounts_that_are_only_kept_since_their_users_went_are_no_part_of_what_the_share_is_of() {
        company(1000);
        Pages page = page();
        LongStream.range(1400, 2000).forEach(number -> page.left("l" + number, guid(number)));
        commit(page);
        turnUntilNothingIsDue(1000); // nobody limits those who leave here
        assertThat(journal().statistics().await().links()).isEqualTo(1000);

        delete(1000, 1041);
        turnUntilNothingIsDue(1000);
        graceIsOver();
        turnUntilNothingIsDue(1000);

        assertThat(passed()).isEmpty();
        assertThat(journal().holds().await())
                .singleElement()
                .satisfies(hold -> assertThat(hold.limit()).isEqualTo(40));
    }

    @Test
    void a_few_wait_for_the_grace_and_pass() {
        company(300);
        delete(1000, 1030); // as many as ten percent

        assertThat(turn(100)).isEqualTo(Map.of(Outcome.POSTPONED, 30));
        assertThat(turn(100)).isEmpty();
        graceIsOver();
        assertThat(turn(100)).isEqualTo(Map.of(Outcome.SHIPPED, 30));

        assertThat(journal().holds().await()).isEmpty();
        assertThat(journal().shadows(List.of(guid(1000))).await()).isEmpty();
    }

    @Test
    void a_clock_that_is_put_back_makes_nobody_wait_for_it() {
        company(300);
        delete(1000, 1030);
        assertThat(turn(100)).isEqualTo(Map.of(Outcome.POSTPONED, 30));

        clock().advance(Duration.ofDays(-1));

        assertThat(turn(100)).isEqualTo(Map.of(Outcome.SHIPPED, 30));
    }

    @Test
    void what_passed_counts_as_long_as_the_window_and_across_a_restart() {
        company(300);
        delete(1000, 1020);
        turn(100);
        graceIsOver();
        turn(100);
        reopen();

        delete(1020, 1028); // ten percent of what is left
        turn(100);
        graceIsOver();
        assertThat(turn(100)).isEqualTo(Map.of(Outcome.SHIPPED, 8));
        delete(1030, 1031);
        turn(100);
        graceIsOver();
        assertThat(turn(100)).isEqualTo(Map.of(Outcome.HELD, 1));

        assertThat(journal().approve(openHold()).await()).isTrue();
        turn(100);
        clock().advance(WINDOW);
        delete(1040, 1060);
        turn(100);
        graceIsOver();
        assertThat(turn(100)).isEqualTo(Map.of(Outcome.SHIPPED, 20));
    }

    @Test
    void a_row_that_passed_but_was_not_shipped_passes_again_and_counts_once() {
        company(100);
        delete(1000, 1025);
        turn(100);
        graceIsOver();
        for (int attempt = 0; attempt < 3; attempt++) {
            List<OutboxRow> rows = claim();
            List<Hazard> hazards = rows.stream()
                    .map(row -> new Hazard(row, Set.of(HazardKind.DELETE)))
                    .toList();
            assertThat(journal().judge(hazards, RULES, clock().instant()).await())
                    .hasSize(25)
                    .allMatch(Ruling.Pass.class::isInstance);
            rows.forEach(row -> settle(new Settlement.Postponed(
                    row, Pages.POSTPONED, clock().instant(), "the provider is down", false, false)));
            reopen();
        }
    }

    @Test
    void approved_ones_pass_without_counting_and_new_ones_count_again() {
        company(200);
        delete(1000, 1100);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);
        Hold hold = journal().holds().await().getFirst();
        assertThat(journal().held(hold.id(), 0, 1000).await()).hasSize(100);

        assertThat(journal().approve(hold).await()).isTrue();
        assertThat(journal().approve(hold).await()).isFalse();
        assertThat(journal().reject(hold.id()).await()).isFalse();
        reopen();
        assertThat(turn(60)).isEqualTo(Map.of(Outcome.SHIPPED, 60));
        assertThat(turn(60)).isEqualTo(Map.of(Outcome.SHIPPED, 40));

        delete(1100, 1110);
        turn(100);
        graceIsOver();
        assertThat(turn(100)).isEqualTo(Map.of(Outcome.SHIPPED, 10));
        Hold closed = journal().holds().await().getFirst();
        assertThat(closed.state()).isEqualTo(State.APPROVED);
        assertThat(closed.objects()).isEqualTo(100);
        assertThat(closed.closedAt()).isPresent();
    }

    @Test
    void new_ones_join_an_open_hold_at_once() {
        company(200);
        delete(1000, 1100);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);

        delete(1100, 1101);

        assertThat(turn(10)).isEqualTo(Map.of(Outcome.HELD, 1));
        assertThat(journal().holds().await().getFirst().objects()).isEqualTo(101);
    }

    @Test
    void a_newer_version_is_judged_anew_and_a_hold_that_loses_all_its_objects_closes_itself() {
        company(200);
        delete(1000, 1100);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);

        Pages page = page();
        LongStream.range(1000, 1099).forEach(number -> page.created("back", person(number)));
        commit(page);
        turnUntilNothingIsDue(200);
        assertThat(journal().holds().await().getFirst().state()).isEqualTo(State.OPEN);
        assertThat(journal().holds().await().getFirst().objects()).isEqualTo(1);
        commit(page().created("back", person(1099)));
        turnUntilNothingIsDue(200);

        Hold hold = journal().holds().await().getFirst();
        assertThat(hold.state()).isEqualTo(State.LAPSED);
        assertThat(hold.closedAt()).isPresent();
        assertThat(journal().statistics().await().held()).isZero();
    }

    @Test
    void kinds_are_held_apart() {
        company(200);
        delete(1000, 1100);
        Pages page = page();
        LongStream.range(1150, 1155).forEach(number -> page.updated("u", person(number, "title", "A")));
        commit(page);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);

        assertThat(passed()).hasSize(5).doesNotContain(guid(1000));
        assertThat(new HashSet<>(passed())).contains(guid(1150), guid(1154));
    }

    @Test
    void one_decision_is_enough_for_a_change_that_does_harm_in_two_ways() {
        company(200);
        delete(1000, 1100);
        var both = Set.of(HazardKind.DELETE, HazardKind.RENAME);
        List<Hazard> hazards = journal().claim(Pages.ALL, clock().instant(), 200).await().stream()
                .map(row -> new Hazard(row, both))
                .toList();
        journal().judge(hazards, RULES, clock().instant()).await();
        graceIsOver();
        journal().judge(hazards, RULES, clock().instant()).await();
        journal().approve(openHold()).await();

        assertThat(journal().judge(hazards, RULES, clock().instant()).await()).allMatch(Ruling.Pass.class::isInstance);
    }

    /** Users who left the scope are deleted as well, and may be held as such; those who are gone for good are of the same burst. */
    @Test
    void what_an_open_hold_of_another_kind_has_counts_too() {
        company(200);
        delete(1000, 1041);
        List<OutboxRow> rows = claim();
        List<Hazard> both = rows.subList(0, 40).stream()
                .map(row -> new Hazard(row, Set.of(HazardKind.DELETE, HazardKind.RENAME)))
                .toList();
        List<Hazard> one = List.of(new Hazard(rows.get(40), Set.of(HazardKind.DELETE)));
        List<Hazard> first = both.subList(0, 20);
        journal().judge(first, RULES, clock().instant()).await();
        graceIsOver();
        Ruling held = journal().judge(first, RULES, clock().instant()).await().getFirst();
        assertThat(((Ruling.Held) held).kind()).isEqualTo(HazardKind.RENAME);
        journal().judge(both, RULES, clock().instant()).await();
        journal().judge(one, RULES, clock().instant()).await();
        graceIsOver();

        assertThat(journal().judge(one, RULES, clock().instant()).await())
                .singleElement()
                .isInstanceOf(Ruling.Held.class);

        Hold renames = journal().holds().await().stream()
                .filter(hold -> hold.kind() == HazardKind.RENAME)
                .findFirst()
                .orElseThrow();
        journal().approve(renames).await();
        assertThat(journal().judge(both, RULES, clock().instant()).await()).allMatch(Ruling.Pass.class::isInstance);
    }

    @Test
    void a_kind_without_a_limit_passes_at_once() {
        company(50);
        delete(1000, 1050);
        List<Hazard> hazards = claim().stream()
                .map(row -> new Hazard(row, Set.of(HazardKind.SERVICE_REMOVAL)))
                .toList();

        assertThat(journal().judge(hazards, RULES, clock().instant()).await()).allMatch(Ruling.Pass.class::isInstance);
    }

    @Test
    void a_change_of_the_mapping_does_not_release_what_is_held() {
        company(200);
        delete(1000, 1100);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);
        var origin = new Origin("mapping", 0, Pages.NOON);
        journal().remap("one", origin).await();
        journal().remap("two", origin).await();
        journal().releaseParked().await();

        turnUntilNothingIsDue(200);

        assertThat(passed()).isEmpty();
        assertThat(journal().statistics().await().held()).isEqualTo(100);
    }
}
