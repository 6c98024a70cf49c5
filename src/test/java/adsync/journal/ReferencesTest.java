package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.PARKED;
import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.reporting;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People refer to their managers: who waits for whom, and who is shipped again. */
class ReferencesTest extends JournalFixture {

    private static final long BOSS = 50;

    /** More than twice as many as are looked at together. */
    private static final int MANY = 1001;

    @BeforeEach
    void company() {
        commit(containers());
    }

    @Test
    void a_claimed_row_carries_the_account_of_the_manager() {
        commit(page().created("boss", person(BOSS)));
        shipAll();

        commit(page().created("c1", reporting(10, BOSS)));

        assertThat(claimOne().references()).isEqualTo(Map.of(guid(BOSS), "account-" + guid(BOSS)));
    }

    @Test
    void who_refers_to_a_manager_of_the_same_page_comes_after_him() {
        commit(page().created("c1", reporting(10, BOSS)).created("boss", person(BOSS)));

        OutboxRow boss = claimOne();

        assertThat(boss.objectGuid()).isEqualTo(guid(BOSS));
        assertThat(acknowledge(boss)).isEqualTo(1);
        assertThat(claimOne().references()).containsOnlyKeys(guid(BOSS));
    }

    @Test
    void however_many_wait_for_a_manager_all_follow_him() {
        var reports = page().enumerating();
        for (int number = 0; number < MANY; number++) {
            reports = reports.created("c" + number, reporting(1000 + number, BOSS));
        }
        commit(reports);
        commit(page().enumerating().created("boss", person(BOSS)));

        assertThat(acknowledge(claimOne())).isEqualTo(MANY);
    }

    @Test
    void who_waits_for_a_manager_waits_two_seconds_at_most() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        claimOne();

        assertThat(journal().nextDue(ALL).await()).contains(NOON.plusSeconds(2));
        clock().advance(Duration.ofSeconds(2));
        assertThat(claimOne().references()).isEmpty();
    }

    @Test
    void changes_do_not_prolong_the_wait() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        claimOne();
        clock().advance(Duration.ofSeconds(1));
        commit(page().updated("c2", reporting(10, BOSS)));

        clock().advance(Duration.ofSeconds(1));

        assertThat(claimOne().correlationId().value()).isEqualTo("c2");
    }

    @Test
    void the_end_of_access_waits_for_nobody() {
        commit(page().created("c1", person(10)));
        shipAll();
        commit(page().created("boss", person(BOSS)).disabled("c2", reporting(10, BOSS)));

        assertThat(claim()).extracting(row -> row.correlationId().value()).containsExactly("c2", "boss");
    }

    @Test
    void nobody_waits_for_a_manager_whom_nobody_is_going_to_create() {
        commit(page().created("parked", person(50)).created("filtered", person(51)));
        List<OutboxRow> rows = claim();
        settle(
                new Settlement.Parked(rows.get(0), PARKED, "no mail address"),
                new Settlement.Acknowledged(rows.get(1), SHIPPED, Optional.empty()));

        commit(page().created("c1", reporting(10, 50))
                .created("c2", reporting(11, 51))
                .created("c3", reporting(12, 99)));

        assertThat(claim()).hasSize(3);
    }

    @Test
    void while_enumerating_people_wait_for_a_manager_who_is_still_unknown() {
        commit(page().enumerating().created("c1", reporting(10, BOSS)));
        assertThat(claim()).isEmpty();
        commit(page().enumerating().created("boss", person(BOSS)));

        assertThat(acknowledge(claimOne())).isEqualTo(1);

        assertThat(claimOne().objectGuid()).isEqualTo(guid(10));
    }

    @Test
    void a_manager_on_a_page_far_behind_is_waited_for() {
        commit(page().enumerating().created("c1", reporting(10, BOSS)));
        clock().advance(Duration.ofMinutes(1));
        commit(page().enumerating().created("boss", person(BOSS)));

        assertThat(acknowledge(claimOne())).isEqualTo(1);

        assertThat(claimOne().references()).containsOnlyKeys(guid(BOSS));
    }

    @Test
    void when_all_are_read_who_waits_for_somebody_unknown_waits_as_usual() {
        commit(page().enumerating().created("c1", reporting(10, BOSS)));
        commit(page());

        assertThat(journal().nextDue(ALL).await()).contains(NOON.plusSeconds(2));
    }

    @Test
    void what_a_subtree_or_a_sweep_brings_waits_as_usual() {
        commit(page().found().created("c1", reporting(10, BOSS)));

        assertThat(journal().nextDue(ALL).await()).contains(NOON.plusSeconds(2));
    }

    @Test
    void once_due_those_who_wait_still_come_last() {
        commit(page().enumerating().created("c1", reporting(10, BOSS)).created("c2", person(11)));
        clock().advance(Duration.ofMinutes(2));

        assertThat(claim()).extracting(row -> row.correlationId().value()).containsExactly("c2", "c1");
    }

    @Test
    void who_was_shipped_without_a_manager_is_shipped_again_when_he_has_an_account() {
        commit(page().created("c1", reporting(10, BOSS)));
        shipAll();
        commit(page().created("boss", person(BOSS)));

        assertThat(acknowledge(claimOne())).isEqualTo(1);

        OutboxRow again = claimOne();
        assertThat(again.objectGuid()).isEqualTo(guid(10));
        assertThat(again.kind()).isEqualTo(ChangeKind.UPDATED);
        assertThat(again.correlationId().value()).isEqualTo("boss");
        assertThat(again.references()).containsOnlyKeys(guid(BOSS));
    }

    @Test
    void who_is_in_flight_without_a_manager_is_shipped_again_when_he_has_an_account() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        OutboxRow boss = claimOne();
        clock().advance(Duration.ofSeconds(2));
        OutboxRow without = claimOne();
        acknowledge(boss);
        assertThat(claim()).isEmpty();

        assertThat(acknowledge(without)).isEqualTo(1);

        OutboxRow again = claimOne();
        assertThat(again.objectGuid()).isEqualTo(guid(10));
        assertThat(again.references()).containsOnlyKeys(guid(BOSS));
    }

    @Test
    void two_who_manage_each_other_both_get_there() {
        commit(page().created("a", reporting(10, 11)).created("b", reporting(11, 10)));
        assertThat(claim()).isEmpty();
        clock().advance(Duration.ofSeconds(2));
        List<OutboxRow> first = claim();
        first.forEach(this::acknowledge);

        List<OutboxRow> second = claim();

        assertThat(first)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.references()).isEmpty());
        assertThat(second)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.references()).hasSize(1));
        second.forEach(this::acknowledge);
        assertThat(claim()).isEmpty();
    }

    @Test
    void who_manages_himself_waits_for_nobody() {
        commit(page().created("c1", reporting(10, 10)));

        acknowledge(claimOne());

        assertThat(claim()).isEmpty();
    }

    @Test
    void the_reports_of_a_manager_who_goes_are_shipped_without_him() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        shipAll();

        commit(page().left("gone", guid(BOSS)));

        List<OutboxRow> rows = claim();
        assertThat(rows).extracting(OutboxRow::objectGuid).containsExactly(guid(BOSS), guid(10));
        assertThat(rows.get(1).kind()).isEqualTo(ChangeKind.UPDATED);
        assertThat(rows.get(1).correlationId().value()).isEqualTo("gone");
        assertThat(rows.get(1).references()).isEmpty();
    }

    @Test
    void the_reports_of_a_manager_who_comes_back_are_shipped_with_him() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        shipAll();
        commit(page().left("gone", guid(BOSS)));
        shipAll();

        commit(page().created("back", person(BOSS)));

        assertThat(claim())
                .filteredOn(row -> row.objectGuid().equals(guid(10)))
                .singleElement()
                .satisfies(row -> assertThat(row.references()).containsOnlyKeys(guid(BOSS)));
    }

    @Test
    void the_reports_of_a_manager_who_loses_his_account_are_shipped_without_him() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        shipAll();
        commit(page().updated("filtered", person(BOSS, "title", "A")));

        settle(new Settlement.Acknowledged(claimOne(), SHIPPED, Optional.empty()));

        assertThat(claimOne().references()).isEmpty();
    }

    @Test
    void a_new_account_of_a_manager_is_told_to_his_reports() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        shipAll();
        commit(page().updated("c2", person(BOSS, "title", "A")));

        settle(new Settlement.Acknowledged(claimOne(), SHIPPED, Optional.of(new Link("another", Map.of()))));

        assertThat(claimOne().references()).containsEntry(guid(BOSS), "another");
    }

    @Test
    void a_parked_report_is_tried_again_when_its_manager_goes() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        acknowledge(claimOne());
        settle(new Settlement.Parked(claimOne(), PARKED, "the manager is refused"));

        commit(page().deleted("gone", guid(BOSS)));

        assertThat(claim()).extracting(OutboxRow::objectGuid).containsExactly(guid(BOSS), guid(10));
    }

    @Test
    void who_got_another_manager_is_left_alone_when_the_former_one_goes() {
        commit(page().created("boss", person(BOSS)).created("c1", reporting(10, BOSS)));
        shipAll();
        commit(page().updated("c2", person(10)));
        shipAll();

        commit(page().left("gone", guid(BOSS)));

        assertThat(claim()).extracting(OutboxRow::objectGuid).containsExactly(guid(BOSS));
    }
}
