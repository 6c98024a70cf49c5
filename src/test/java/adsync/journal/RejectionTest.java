package adsync.journal;

import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Hold.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person said no to stays undone until that person, or the object, says otherwise. */
class RejectionTest extends GuardFixture {

    private long rejected() {
        company(200);
        delete(1000, 1100);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);
        long hold = journal().holds().await().getFirst().id();
        journal().reject(hold).await();
        return hold;
    }

    @Test
    void rejected_ones_are_parked_until_their_next_change() {
        company(200);
        delete(1000, 1100);
        turn(50);
        graceIsOver();
        turn(20); // opens the hold; the others join it where they are
        Hold hold = journal().holds().await().getFirst();

        assertThat(journal().reject(hold.id()).await()).isTrue();

        turnUntilNothingIsDue(200);
        assertThat(journal().parked(1000).await())
                .hasSize(50)
                .allMatch(parked -> parked.cause().equals("rejected: hold " + hold.id()));
        JournalStatistics statistics = journal().statistics().await();
        assertThat(statistics.held()).isZero();
        assertThat(journal().holds().await().getFirst().state()).isEqualTo(State.REJECTED);
        commit(page().created("back", person(1000)));
        turn(100);
        assertThat(journal().parked(1000).await()).hasSize(49);
        assertThat(journal().dossier(guid(1000)).await().orElseThrow().pending())
                .isEmpty();
    }

    @Test
    void a_ruling_that_is_settled_after_the_decision_follows_it() {
        company(200);
        delete(1000, 1100);
        turn(200);
        graceIsOver();
        turn(100);
        delete(1100, 1102);
        List<OutboxRow> rows = claim();
        List<Ruling> rulings = journal()
                .judge(rows.stream().map(row -> new Hazard(row, kinds(row))).toList(), RULES, clock().instant())
                .await();
        long hold = ((Ruling.Held) rulings.getFirst()).hold();
        journal().reject(hold).await();

        assertThat(settle(new Settlement.Held(rows.get(0), HELD, hold), new Settlement.Held(rows.get(1), HELD, hold)))
                .isZero();

        assertThat(journal().parked(1000).await()).hasSize(102);
        assertThat(claim()).isEmpty();
    }

    @Test
    void what_was_rejected_is_not_tried_again_with_all_that_is_parked() {
        rejected();

        assertThat(journal().releaseParked().await()).isZero();

        assertThat(claim()).isEmpty();
        assertThat(journal().statistics().await().parked()).isEqualTo(100);
    }

    @Test
    void what_was_rejected_is_tried_again_when_it_is_named_and_is_then_judged_anew() {
        long hold = rejected();

        assertThat(journal().release(guid(1000)).await()).isTrue();
        assertThat(journal().release(guid(1001)).await()).isTrue();
        reopen();
        assertThat(turn(10)).isEqualTo(Map.of(Outcome.POSTPONED, 2));
        graceIsOver();
        turn(10);

        assertThat(passed()).containsExactlyInAnyOrder(guid(1000), guid(1001));
        assertThat(journal().holds().await()).extracting(Hold::id).containsExactly(hold);
    }

    @Test
    void another_mapping_does_not_release_what_was_rejected() {
        rejected();
        var origin = new Origin("mapping", 0, Pages.NOON);
        journal().remap("one", origin).await();
        journal().remap("two", origin).await();

        turnUntilNothingIsDue(200);

        assertThat(journal().parked(1000).await()).hasSize(100);
        assertThat(passed()).isEmpty();
    }

    @Test
    void what_was_rejected_stays_so_when_the_account_that_it_refers_to_changes() {
        company(10);
        Pages page = page();
        LongStream.range(1000, 1006).forEach(number -> page.updated("u", Pages.reporting(number, 1009)));
        commit(page);
        turn(100);
        graceIsOver();
        turnUntilNothingIsDue(100);
        journal().reject(journal().holds().await().getFirst().id()).await();

        commit(page().updated("boss", person(1009)));
        OutboxRow boss = claimOne();
        settle(new Settlement.Acknowledged(boss, Pages.SHIPPED, Optional.of(new Link("another", Map.of()))));

        assertThat(claim()).isEmpty();
        assertThat(journal().parked(100).await()).hasSize(6);
    }

    @Test
    void a_change_that_is_rejected_while_it_is_under_way_is_rejected_for_good() {
        company(200);
        delete(1000, 1100);
        turn(200);
        graceIsOver();
        turn(100);
        delete(1100, 1102);
        List<OutboxRow> rows = claim();
        List<Ruling> rulings = journal()
                .judge(rows.stream().map(row -> new Hazard(row, kinds(row))).toList(), RULES, clock().instant())
                .await();
        long hold = ((Ruling.Held) rulings.getFirst()).hold();
        journal().reject(hold).await();
        settle(new Settlement.Held(rows.get(0), HELD, hold), new Settlement.Held(rows.get(1), HELD, hold));

        assertThat(journal().releaseParked().await()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_end_of_a_retention_waits_until_what_came_before_it_is_done(boolean approved) {
        company(200);
        Pages page = page().due(Pages.NOON.plus(WINDOW));
        LongStream.range(1000, 1100).forEach(number -> page.deleted("d" + number, guid(number)));
        commit(page);
        turn(200);
        graceIsOver();
        turnUntilNothingIsDue(200);
        clock().advance(WINDOW.multipliedBy(2));
        assertThat(journal().due(clock().instant(), 10).await()).isEmpty();
        assertThat(journal().nextTimer().await()).isEmpty();

        Hold hold = openHold();
        (approved ? journal().approve(hold) : journal().reject(hold.id())).await();
        claim().forEach(this::acknowledge);

        assertThat(journal().due(clock().instant(), 200).await()).hasSize(approved ? 100 : 0);
        assertThat(journal().nextTimer().await().isPresent()).isEqualTo(approved);
    }
}
