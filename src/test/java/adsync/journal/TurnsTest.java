package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.reporting;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One change of a group, a unit or a manager may concern many: they do not hold up anybody else. */
class TurnsTest extends JournalFixture {

    private static final int MANY = Outbox.FEW + 1;
    private static final long FIRST = 100;
    private static final long HIRED = 10;
    private static final long BOSS = 11;

    @BeforeEach
    void company() {
        commit(containers());
    }

    private static List<Long> numbers(int count) {
        return LongStream.range(FIRST, FIRST + count).boxed().toList();
    }

    private void staff(int count) {
        Pages page = page();
        numbers(count).forEach(number -> page.created("c" + number, person(number)));
        commit(page);
        ship();
    }

    private void ship() {
        List<OutboxRow> rows = all();
        while (!rows.isEmpty()) {
            rows.forEach(this::acknowledge);
            rows = all();
        }
    }

    private List<OutboxRow> all() {
        return journal().claim(ALL, clock().instant(), 10 * MANY).await();
    }

    private List<ObjectGuid> order() {
        return all().stream().map(OutboxRow::objectGuid).toList();
    }

    /** As a group gives it to so many. */
    private static Pages derived(int count) {
        Pages page = page().derived();
        numbers(count).forEach(number -> page.updated("d" + number, person(number, "title", "A")));
        return page;
    }

    @Test
    void what_is_derived_of_many_lets_everybody_else_go_first() {
        staff(MANY);
        commit(derived(MANY));

        commit(page().created("hired", person(HIRED)));

        assertThat(order()).hasSize(MANY + 1).first().isEqualTo(guid(HIRED));
    }

    @Test
    void what_is_derived_of_a_few_does_not_wait_for_a_load() {
        staff(Outbox.FEW);
        commit(page().enumerating().created("load", person(HIRED)));

        commit(derived(Outbox.FEW));

        assertThat(order()).hasSize(Outbox.FEW + 1).last().isEqualTo(guid(HIRED));
    }

    /** Many were looked at, and few of this page have anything else by it: pages like that follow one another. */
    @Test
    void few_of_many_who_are_looked_at_let_everybody_else_go_first_too() {
        staff(MANY);
        commit(derived(1).regrouped(numbers(MANY).stream().map(Pages::guid).toArray(ObjectGuid[]::new)));

        commit(page().created("hired", person(HIRED)));

        assertThat(order()).containsExactly(guid(HIRED), guid(FIRST));
    }

    @Test
    void a_change_of_ones_own_does_not_wait_with_the_many() {
        staff(MANY);
        commit(derived(MANY));
        long last = FIRST + MANY - 1;

        commit(page().updated("own", person(last, "title", "B")));

        assertThat(order()).hasSize(MANY).first().isEqualTo(guid(last));
    }

    @Test
    void who_has_a_change_of_his_own_waiting_does_not_come_later_for_the_many() {
        staff(MANY);
        long last = FIRST + MANY - 1;
        commit(page().updated("own", person(last, "title", "B")));

        commit(derived(MANY));

        assertThat(order()).hasSize(MANY).first().isEqualTo(guid(last));
    }

    @Test
    void many_whose_time_is_over_let_everybody_else_go_first() {
        staff(MANY);
        Pages gone = page();
        numbers(MANY).forEach(number -> gone.left("l" + number, guid(number)));
        commit(gone);
        ship();
        Pages over = page().derived();
        numbers(MANY).forEach(number -> over.retentionEnded("r" + number, guid(number)));
        journal().commit(over.changes()).await();

        commit(page().created("hired", person(HIRED)));

        assertThat(order()).hasSize(MANY + 1).first().isEqualTo(guid(HIRED));
    }

    @Test
    void many_who_report_to_one_who_goes_let_everybody_else_go_first() {
        assertThat(afterTheBossOf(MANY)).hasSize(MANY + 2).startsWith(guid(BOSS), guid(HIRED));
    }

    @Test
    void a_few_who_report_to_one_who_goes_keep_their_turn() {
        assertThat(afterTheBossOf(Outbox.FEW))
                .hasSize(Outbox.FEW + 2)
                .startsWith(guid(BOSS))
                .last()
                .isEqualTo(guid(HIRED));
    }

    private List<ObjectGuid> afterTheBossOf(int reports) {
        Pages page = page().created("boss", person(BOSS));
        numbers(reports).forEach(number -> page.created("c" + number, reporting(number, BOSS)));
        commit(page);
        ship();
        commit(page().left("gone", guid(BOSS)));
        commit(page().created("hired", person(HIRED)));
        return order();
    }
}
