package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.PARKED;
import static adsync.journal.Pages.POSTPONED;
import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One row an object: what becomes of it when changes, claims and settlements meet. */
class OutboxTest extends JournalFixture {

    @BeforeEach
    void company() {
        commit(containers());
    }

    @Test
    void a_change_is_claimed_with_all_that_is_needed_to_ship_it() {
        commit(page().created("c1", person(10, "title", "Engineer")));

        OutboxRow row = claimOne();

        assertThat(row.objectGuid()).isEqualTo(guid(10));
        assertThat(row.kind()).isEqualTo(ChangeKind.CREATED);
        assertThat(row.correlationId()).isEqualTo(new CorrelationId("c1"));
        assertThat(row.origin().domainController()).isEqualTo(Pages.DC);
        assertThat(row.origin().usn()).isEqualTo(100);
        assertThat(row.origin().seenAt()).isEqualTo(NOON);
        assertThat(row.firstSeenAt()).isEqualTo(NOON);
        assertThat(row.shadow().present()).isTrue();
        assertThat(row.shadow().image().values("TITLE")).containsExactly("Engineer");
        assertThat(row.shadow().image().usn()).isEqualTo(1010);
        assertThat(row.shadow().image().dn()).isEqualTo("CN=Person 10,OU=Sales,OU=Company,DC=example,DC=com");
        assertThat(row.link()).isEmpty();
        assertThat(row.attempts()).isZero();
        assertThat(row.claimedBefore()).isFalse();
    }

    @Test
    void a_taken_row_is_not_taken_again_until_it_is_settled() {
        commit(page().created("c1", person(10)));
        OutboxRow row = claimOne();

        assertThat(claim()).isEmpty();

        settle(new Settlement.Postponed(row, POSTPONED, NOON, "busy", false, false));
        assertThat(claim()).hasSize(1);
    }

    @Test
    void a_wait_set_by_a_clock_that_was_put_back_is_over() {
        commit(page().created("c1", person(10)));
        Instant byAClockAhead = NOON.plus(Duration.ofDays(1));

        settle(new Settlement.Postponed(claimOne(), POSTPONED, byAClockAhead, "busy", false, false));

        assertThat(claim()).hasSize(1);
    }

    @Test
    void a_wait_is_over_too_if_the_clock_is_put_back_by_less_than_the_longest_wait() {
        commit(page().created("c1", person(10)));
        settle(new Settlement.Postponed(claimOne(), POSTPONED, NOON.plusSeconds(30), "busy", false, false));

        clock().advance(Duration.ofMinutes(-40));

        assertThat(claim()).hasSize(1);
    }

    @Test
    void a_wait_is_over_too_if_the_clock_is_put_back_while_nobody_looks() {
        commit(page().created("c1", person(10)));
        settle(new Settlement.Postponed(claimOne(), POSTPONED, NOON.plusSeconds(30), "busy", false, false));
        reopen();

        clock().advance(Duration.ofMinutes(-40));

        assertThat(claim()).hasSize(1);
    }

    @Test
    void an_acknowledgement_removes_the_row_and_keeps_the_link() {
        commit(page().created("c1", person(10)));

        acknowledge(claimOne());

        assertThat(claim()).isEmpty();
        commit(page().updated("c2", person(10, "title", "Director")));
        assertThat(claimOne().link()).contains(new Link("account-" + guid(10), Map.of("userName", "digest")));
    }

    @Test
    void an_acknowledgement_leaves_a_row_that_grew_newer_meanwhile() {
        commit(page().created("c1", person(10, "title", "Engineer")));
        OutboxRow shipped = claimOne();
        commit(page().updated("c2", person(10, "title", "Director")));

        int due = acknowledge(shipped);

        assertThat(due).isEqualTo(1);
        OutboxRow next = claimOne();
        assertThat(next.version()).isGreaterThan(shipped.version());
        assertThat(next.correlationId().value()).isEqualTo("c2");
        assertThat(next.shadow().image().values("title")).containsExactly("Director");
        assertThat(next.link()).isPresent();
        assertThat(next.claimedBefore()).isFalse();
    }

    @Test
    void a_row_that_is_in_flight_is_not_claimed_when_it_grows_newer() {
        commit(page().created("c1", person(10)));
        claimOne();

        commit(page().updated("c2", person(10, "title", "Director")));

        assertThat(claim()).isEmpty();
    }

    @Test
    void changes_of_one_object_become_one_row_and_the_older_one_is_reported() {
        commit(page().created("c1", person(10)));
        clock().advance(Duration.ofMinutes(5));

        List<Superseded> superseded = commit(page().updated("c2", person(10, "title", "Director")));

        assertThat(superseded)
                .containsExactly(
                        new Superseded(guid(10), new CorrelationId("c1"), ChangeKind.CREATED, new CorrelationId("c2")));
        OutboxRow row = claimOne();
        assertThat(row.kind()).isEqualTo(ChangeKind.UPDATED);
        assertThat(row.firstSeenAt()).isEqualTo(NOON);
    }

    @Test
    void a_change_in_flight_is_not_superseded_but_the_one_after_it_is() {
        commit(page().created("c1", person(10)));
        claimOne();

        assertThat(commit(page().updated("c2", person(10, "title", "A")))).isEmpty();
        assertThat(commit(page().updated("c3", person(10, "title", "B"))))
                .extracting(Superseded::correlationId)
                .containsExactly(new CorrelationId("c2"));
    }

    @Test
    void what_ends_access_comes_first_then_changes_then_the_enumeration() {
        commit(page().created("c1", person(11)).created("c2", person(12)));
        shipAll();
        commit(page().enumerating().created("load", person(10)));
        commit(page().updated("update", person(11, "title", "A")));
        commit(page().disabled("disable", person(12, "userAccountControl", "514")));

        assertThat(claim()).extracting(row -> row.correlationId().value()).containsExactly("disable", "update", "load");
    }

    @Test
    void a_row_stays_urgent_until_what_made_it_urgent_is_shipped() {
        commit(page().created("c1", person(11)).created("c2", person(12)));
        shipAll();
        commit(page().updated("other", person(11, "title", "A")));
        commit(page().disabled("disable", person(12, "userAccountControl", "514")));
        commit(page().updated("later", person(12, "userAccountControl", "514", "title", "A")));

        assertThat(claim()).extracting(row -> row.correlationId().value()).containsExactly("later", "other");
    }

    @Test
    void a_postponed_row_is_due_at_its_time() {
        commit(page().created("c1", person(10)));
        OutboxRow row = claimOne();
        settle(new Settlement.Postponed(row, POSTPONED, NOON.plusSeconds(30), "busy", true, false));

        assertThat(claim()).isEmpty();
        assertThat(journal().nextDue(ALL).await()).contains(NOON.plusSeconds(30));

        clock().advance(Duration.ofSeconds(30));
        assertThat(claimOne().attempts()).isEqualTo(1);
        assertThat(journal().nextDue(ALL).await()).isEmpty();
    }

    @Test
    void only_an_attempt_that_is_the_objects_own_failure_counts_and_a_change_starts_anew() {
        commit(page().created("c1", person(10)));
        settle(new Settlement.Postponed(claimOne(), POSTPONED, NOON, "the provider is down", false, false));
        OutboxRow uncounted = claimOne();
        settle(new Settlement.Postponed(uncounted, POSTPONED, NOON.plusSeconds(60), "refused", true, false));

        commit(page().updated("c2", person(10, "title", "A")));

        assertThat(uncounted.attempts()).isZero();
        assertThat(claimOne().attempts()).isZero();
    }

    @Test
    void a_postponement_does_not_hold_up_a_row_that_grew_newer() {
        commit(page().created("c1", person(10)));
        OutboxRow row = claimOne();
        commit(page().updated("c2", person(10, "title", "A")));

        int due = settle(new Settlement.Postponed(row, POSTPONED, NOON.plusSeconds(60), "refused", true, true));

        assertThat(due).isEqualTo(1);
        OutboxRow next = claimOne();
        assertThat(next.attempts()).isZero();
        assertThat(next.claimedBefore()).isTrue();
    }

    @Test
    void a_parked_row_comes_back_with_its_next_change() {
        commit(page().created("c1", person(10)));
        settle(new Settlement.Parked(claimOne(), PARKED, "no mail address"));
        assertThat(claim()).isEmpty();
        assertThat(journal().parked(10).await())
                .containsExactly(new UnshippedObject(
                        guid(10),
                        "CN=Person 10,OU=Sales,OU=Company,DC=example,DC=com",
                        "no mail address",
                        new CorrelationId("c1"),
                        NOON,
                        Optional.empty()));

        commit(page().updated("c2", person(10, "mail", "p10@example.com")));

        assertThat(journal().parked(10).await()).isEmpty();
        assertThat(claimOne().correlationId().value()).isEqualTo("c2");
    }

    @Test
    void a_row_that_grew_newer_is_not_parked() {
        commit(page().created("c1", person(10)));
        OutboxRow row = claimOne();
        commit(page().updated("c2", person(10, "mail", "p10@example.com")));

        settle(new Settlement.Parked(row, PARKED, "no mail address"));

        assertThat(journal().parked(10).await()).isEmpty();
        assertThat(claimOne().correlationId().value()).isEqualTo("c2");
    }

    @Test
    void a_claim_that_was_never_settled_is_known_after_a_reopen() {
        commit(page().created("c1", person(10)).created("c2", person(11)));
        OutboxRow settled = journal().claim(ALL, NOON, 1).await().getFirst();
        acknowledge(settled);
        claimOne();
        commit(page().updated("c3", person(11, "title", "A")));

        reopen();

        OutboxRow row = claimOne();
        assertThat(row.objectGuid()).isEqualTo(guid(11));
        assertThat(row.claimedBefore()).isTrue();
        assertThat(row.correlationId().value()).isEqualTo("c3");
    }

    @Test
    void an_unknown_fate_stays_unknown_until_a_settlement_knows() {
        commit(page().created("c1", person(10)));
        settle(new Settlement.Postponed(claimOne(), POSTPONED, NOON, "timed out", true, true));
        OutboxRow second = claimOne();
        reopen();
        OutboxRow third = claimOne();
        settle(new Settlement.Postponed(third, POSTPONED, NOON, "refused", true, false));
        OutboxRow fourth = claimOne();

        assertThat(List.of(second.claimedBefore(), third.claimedBefore(), fourth.claimedBefore()))
                .containsExactly(true, true, false);
    }

    @Test
    void partitions_share_out_all_objects() {
        Pages page = page();
        IntStream.range(100, 200).forEach(number -> page.created("c" + number, person(number)));
        commit(page);

        var claimed = IntStream.range(0, 3)
                .mapToObj(number -> new Partition(number, 3))
                .flatMap(partition -> journal().claim(partition, NOON, 100).await().stream()
                        .peek(row ->
                                assertThat(partition.owns(row.objectGuid())).isTrue()))
                .toList();

        assertThat(claimed).hasSize(100).extracting(OutboxRow::objectGuid).doesNotHaveDuplicates();
    }

    @Test
    void a_claim_takes_the_oldest_up_to_its_limit() {
        commit(page().created("c1", person(30)).created("c2", person(20)).created("c3", person(10)));

        assertThat(journal().claim(ALL, NOON, 2).await())
                .extracting(row -> row.correlationId().value())
                .containsExactly("c1", "c2");
    }

    @Test
    void an_object_that_goes_before_anybody_heard_of_it_is_forgotten() {
        commit(page().created("c1", person(10)));

        List<Superseded> superseded = commit(page().deleted("c2", guid(10)));

        assertThat(superseded)
                .containsExactly(
                        new Superseded(guid(10), new CorrelationId("c1"), ChangeKind.CREATED, new CorrelationId("c2")),
                        new Superseded(guid(10), new CorrelationId("c2"), ChangeKind.DELETED, new CorrelationId("c2")));
        assertThat(claim()).isEmpty();
        assertThat(journal().shadows(List.of(guid(10))).await()).isEmpty();
    }

    @Test
    void an_object_that_goes_while_it_is_being_created_is_shipped_and_then_forgotten() {
        commit(page().created("c1", person(10)));
        OutboxRow creation = claimOne();
        commit(page().deleted("c2", guid(10)));
        acknowledge(creation);

        OutboxRow deletion = claimOne();

        assertThat(deletion.kind()).isEqualTo(ChangeKind.DELETED);
        assertThat(deletion.shadow().present()).isFalse();
        assertThat(deletion.link()).isPresent();
        settle(new Settlement.Acknowledged(deletion, SHIPPED, Optional.empty()));
        assertThat(journal().shadows(List.of(guid(10))).await()).isEmpty();
        assertThat(journal().statistics().await())
                .isEqualTo(new JournalStatistics(0, 0, 0, 0, 0, Optional.empty(), ""));
    }

    @Test
    void an_object_whose_creation_has_an_unknown_fate_is_not_forgotten() {
        commit(page().created("c1", person(10)));
        settle(new Settlement.Postponed(claimOne(), POSTPONED, NOON, "timed out", true, true));

        commit(page().deleted("c2", guid(10)));

        OutboxRow deletion = claimOne();
        assertThat(deletion.kind()).isEqualTo(ChangeKind.DELETED);
        assertThat(deletion.claimedBefore()).isTrue();
    }

    @Test
    void an_object_that_goes_and_comes_back_in_one_page_is_there() {
        commit(page().created("c1", person(10)));

        commit(page().deleted("c2", guid(10)).created("c3", person(10, "title", "A")));

        assertThat(claimOne().correlationId().value()).isEqualTo("c3");
    }

    @Test
    void an_account_that_is_kept_when_its_object_left_is_known_when_it_comes_back() {
        commit(page().created("c1", person(10)));
        acknowledge(claimOne());
        commit(page().left("c2", guid(10)));
        acknowledge(claimOne());
        assertThat(claim()).isEmpty();

        commit(page().created("c3", person(10)));

        assertThat(claimOne().link()).isPresent();
    }

    @Test
    void the_numbers_are_those_of_the_rows() {
        commit(page().created("c1", person(10)).created("c2", person(11)).created("c3", person(12)));
        List<OutboxRow> rows = claim();
        acknowledge(rows.get(0));
        settle(new Settlement.Parked(rows.get(1), PARKED, "no mail address"));

        assertThat(journal().statistics().await())
                .isEqualTo(new JournalStatistics(3, 1, 1, 0, 1, Optional.of(NOON), ""));
    }
}
