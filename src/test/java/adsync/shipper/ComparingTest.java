package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Origin;
import adsync.journal.Comparison;
import adsync.journal.Comparison.Findings;
import adsync.journal.Comparison.Phase;
import adsync.journal.OutboxRow;
import adsync.scim.ScimOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a comparison finds at the provider, and what becomes of that. */
class ComparingTest extends ShipperFixture {

    private static final String TITLE = "title";

    private Provider provider;
    private ComparisonState state;
    private long comparisons;

    @BeforeEach
    void employ() {
        provider = provider();
        state = new ComparisonState(meters);
        hired(person(1, "ada", TITLE, "Engineer"), person(2, "bob"), person(3, "cleo"));
        ship(provider);
        clock.advance(Duration.ofMinutes(1));
    }

    private Comparing comparing() {
        return new Comparing(
                journal,
                provider,
                new AccountComparison(mapping(), provider::takes, absences),
                new OrphanSearch(whereabouts, retention, clock),
                state,
                clock);
    }

    private Comparison begin(boolean repairing, boolean insisting) {
        Comparison begun = Comparison.begin(++comparisons, repairing, insisting, false, clock.instant());
        journal.comparisons()
                .compared(begun, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
        state.moved(begun, List.of());
        return begun;
    }

    private Comparison compare(boolean repairing) {
        return toTheEnd(begin(repairing, false), comparing());
    }

    private static Comparison toTheEnd(Comparison begun, Comparing comparing) {
        Comparison now = begun;
        while (!now.over()) {
            now = comparing.step(now);
        }
        return now;
    }

    private String account(long person) {
        return Objects.requireNonNull(journal.comparisons()
                        .accounts(List.of(guid(person)))
                        .await()
                        .get(guid(person)))
                .link()
                .orElseThrow()
                .providerId();
    }

    private void shipAll() {
        assertThat(shipUntilQuiet(provider, 20)).isLessThan(20);
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void nothing_is_found_where_nothing_differs() {
        Comparison done = compare(true);

        assertThat(done.findings()).isEqualTo(new Findings(3, 0, 0, 0, 0, 0, 0));
        assertThat(done.refusal()).isEmpty();
        assertThat(claim()).isEmpty();
        assertThat(state.complete()).contains(done);
    }

    @Test
    void what_was_changed_at_the_provider_is_put_right() {
        accounts.account(account(1)).put(TITLE, "Boss");
        accounts.account(account(1)).put("x-own", "the provider's own affair");
        accounts.account(account(2)).put(TITLE, "Bobby");
        accounts.account(account(3)).remove("userName");
        accounts.account(account(3)).put("userName", "CLEO@example.com");

        Comparison done = compare(true);

        assertThat(done.findings().drifted()).isEqualTo(2);
        assertThat(state.findings())
                .extracting(Finding::kind, Finding::paths, Finding::repairing)
                .containsExactlyInAnyOrder(
                        tuple(Finding.Kind.DRIFTED, List.of(TITLE), true),
                        tuple(Finding.Kind.DRIFTED, List.of(TITLE), true));
        shipAll();
        assertThat(accounts.account(account(1))).containsEntry(TITLE, "Engineer");
        assertThat(accounts.account(account(1))).containsKey("x-own");
        assertThat(accounts.account(account(2))).doesNotContainKey(TITLE);
        assertThat(compare(true).findings()).isEqualTo(new Findings(3, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void a_report_changes_nothing_and_the_next_comparison_repairs() {
        accounts.account(account(1)).put(TITLE, "Boss");
        accounts.drop(account(2));

        Comparison report = compare(false);

        assertThat(report.findings()).isEqualTo(new Findings(2, 1, 1, 0, 0, 0, 0));
        assertThat(claim()).isEmpty();
        assertThat(compare(true).findings()).isEqualTo(new Findings(2, 1, 1, 0, 0, 0, 0));
        assertThat(claim()).extracting(OutboxRow::objectGuid).containsExactlyInAnyOrder(guid(1), guid(2));
    }

    @Test
    void a_missing_account_is_created_again() {
        accounts.drop(account(2));

        assertThat(compare(true).findings().missing()).isEqualTo(1);

        shipAll();
        assertThat(accounts.named("bob@example.com")).hasSize(1);
        assertThat(compare(true).findings()).isEqualTo(new Findings(3, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void foreign_and_duplicate_accounts_are_told_and_never_touched() {
        String stranger = accounts.stranger("stranger@example.com", null);
        String other = accounts.stranger("other@example.com", "other-system-17");
        String double1 = accounts.stranger("ada2@example.com", guid(1).toString());
        String unknown = accounts.stranger("nobody@example.com", guid(99).toString());
        Map<String, Map<String, Object>> before = Map.copyOf(accounts.accounts());

        Comparison done = compare(true);

        assertThat(done.findings()).isEqualTo(new Findings(7, 0, 0, 0, 3, 1, 0));
        assertThat(state.findings())
                .extracting(Finding::accountId)
                .containsExactlyInAnyOrder(stranger, other, unknown, double1);
        assertThat(claim()).isEmpty();
        assertThat(accounts.accounts()).isEqualTo(before);
    }

    @Test
    void an_object_with_something_to_ship_is_not_judged() {
        accounts.account(account(1)).put(TITLE, "Boss");
        accounts.drop(account(2));
        changed(person(1, "ada", TITLE, "Director"));
        changed(person(2, "bob", TITLE, "Director"));

        assertThat(compare(true).findings()).isEqualTo(new Findings(2, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void an_object_that_was_shipped_while_the_page_was_on_its_way_is_not_judged() {
        accounts.account(account(1)).put(TITLE, "Boss");
        changed(person(1, "ada", TITLE, "Director"));
        Instant asked = clock.instant();
        ship(provider);
        accounts.account(account(1)).put(TITLE, "As it was when the page was made");

        Comparison begun = begin(true, false);
        assertThat(begun.begunAt()).isEqualTo(asked);
        assertThat(toTheEnd(begun, comparing()).findings().drifted()).isZero();
    }

    @Test
    void what_the_provider_does_not_keep_is_repaired_once_and_then_only_told() {
        accounts.account(account(1)).remove(TITLE);
        assertThat(compare(true).findings().drifted()).isEqualTo(1);
        shipAll();
        accounts.account(account(1)).remove(TITLE); // it drops it again

        Comparison second = compare(true);
        assertThat(second.findings()).isEqualTo(new Findings(3, 0, 0, 1, 0, 0, 0));
        assertThat(claim()).isEmpty();

        accounts.account(account(1)).put(TITLE, "Another drift");
        assertThat(compare(true).findings().drifted()).isEqualTo(1);
        shipAll();
        assertThat(compare(true).findings()).isEqualTo(new Findings(3, 0, 0, 0, 0, 0, 0));

        accounts.account(account(1)).remove(TITLE); // once it was right, the same is a new drift
        assertThat(compare(true).findings().drifted()).isEqualTo(1);
    }

    @Test
    void an_account_that_somebody_switched_on_again_is_switched_off() {
        gone(3);
        ship(provider);
        clock.advance(Duration.ofMinutes(1));
        assertThat(accounts.account(account(3))).containsEntry("active", false);
        accounts.account(account(3)).put("active", true);

        assertThat(compare(true).findings().drifted()).isEqualTo(1);

        shipAll();
        assertThat(accounts.account(account(3))).containsEntry("active", false);
    }

    @Test
    void an_empty_list_is_not_believed() {
        Set.copyOf(accounts.accounts().keySet()).forEach(accounts::drop);

        Comparison done = compare(true);

        assertThat(done.over()).isTrue();
        assertThat(done.refusal()).contains("listed 0 accounts").contains("--yes");
        assertThat(claim()).isEmpty();
        assertThat(state.complete()).isEmpty();
        assertThat(state.status().cause()).contains("listed 0 accounts");
    }

    @Test
    void a_list_that_lacks_many_is_not_believed_unless_a_person_insists() {
        for (int person = 10; person < 60; person++) {
            hired(person(person, "p" + person));
        }
        shipAll();
        for (int person = 10; person < 40; person++) {
            accounts.drop(account(person));
        }

        Comparison done = compare(true);
        assertThat(done.refusal()).contains("25 of our 53");
        assertThat(claim()).isEmpty();

        Comparison insisted = toTheEnd(begin(true, true), comparing());
        assertThat(insisted.findings().missing()).isEqualTo(30);
        shipAll();
        assertThat(accounts.accounts()).hasSize(53);
    }

    @Test
    void accounts_that_the_list_has_not_are_asked_for_one_by_one() {
        accounts.ignorePaging();
        for (int person = 10; person < 20; person++) {
            hired(person(person, "p" + person));
        }
        shipAll();
        accounts.largestPage(5);
        accounts.drop(account(19));

        Comparison done = compare(true);

        assertThat(done.findings()).isEqualTo(new Findings(5, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void it_goes_on_where_it_was_after_a_restart() {
        for (int person = 10; person < 20; person++) {
            hired(person(person, "p" + person));
        }
        shipAll();
        accounts.largestPage(4);
        Comparison half = comparing().step(comparing().step(begin(true, false)));
        assertThat(half.phase()).isEqualTo(Phase.LISTING);

        reopen();
        provider = provider();
        Comparison remembered = journal.comparisons().begun().await().orElseThrow();
        assertThat(remembered.startIndex()).isEqualTo(half.startIndex());
        assertReady(provider);
        long before = accounts.count("PAGE");
        Comparison done = toTheEnd(remembered, comparing());

        assertThat(accounts.count("PAGE") - before).isEqualTo(2);
        assertThat(done.findings()).isEqualTo(new Findings(13, 0, 0, 0, 0, 0, 0));
        assertThat(journal.comparisons().complete().await()).isEqualTo(Optional.of(done));
    }

    @Test
    void a_provider_that_fails_moves_nothing() {
        accounts.drop(account(2));
        Comparison begun = begin(true, false);
        Comparing comparing = comparing();
        accounts.readingsAnswer(new ScimOutcome.Failed(500, "broken"));
        assertThatThrownBy(() -> comparing.step(begun)).isInstanceOf(UnansweredException.class);
        accounts.heal();
        assertThat(journal.comparisons().begun().await()).contains(begun);

        clock.advance(Duration.ofHours(1));
        assertThat(provider.pass()).isNotEqualTo(ProviderGate.Passage.SHUT);
        assertThat(toTheEnd(begun, comparing).findings().missing()).isEqualTo(1);
    }
}
