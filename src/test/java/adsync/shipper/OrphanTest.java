package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.directory.DirectoryException;
import adsync.journal.Comparison;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.OutboxRow;
import adsync.mapping.Deprovisioning;
import adsync.shipper.Whereabouts.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of those who were gone before we came to know of them. */
class OrphanTest extends ShipperFixture {

    @TempDir
    private Path folder;

    private Provider provider;
    private ComparisonState state;
    private long comparisons;

    @BeforeEach
    void employ() {
        provider = provider();
        state = new ComparisonState(meters);
        hired(person(1, "ada"));
        ship(provider);
        clock.advance(Duration.ofMinutes(1));
    }

    private Comparison compare(boolean repairing) {
        return compare(repairing, false, false);
    }

    private Comparison compare(boolean repairing, boolean insisted, boolean withdrawing) {
        var comparing = new Comparing(
                journal,
                provider,
                new AccountComparison(mapping(), provider::takes, absences),
                new OrphanSearch(whereabouts, retention, clock),
                state,
                clock);
        Comparison now = Comparison.begin(++comparisons, repairing, insisted, withdrawing, clock.instant());
        journal.comparisons()
                .compared(now, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
        while (!now.over()) {
            now = comparing.step(now);
        }
        return now;
    }

    private String orphan(long person, Standing standing) {
        whereabouts.put(guid(person), standing);
        return accounts.stranger("gone" + person + "@example.com", guid(person).toString());
    }

    private boolean active(String id) {
        return Boolean.TRUE.equals(accounts.account(id).get("active"));
    }

    @Test
    void who_is_deleted_is_withdrawn_and_who_is_only_outside_when_a_person_says_so() {
        String deleted = orphan(11, Standing.DELETED);
        String outside = orphan(12, Standing.NOT_SELECTED);
        List<String> others = List.of(
                orphan(13, Standing.SELECTED),
                orphan(14, Standing.OTHER),
                accounts.stranger("unknown@example.com", guid(15).toString()),
                accounts.stranger("second@example.com", guid(16).toString()),
                orphan(16, Standing.DELETED),
                accounts.stranger("other@example.com", "17"));

        Comparison done = compare(true);

        assertThat(done.findings().orphaned()).isEqualTo(2);
        assertThat(done.findings().foreign()).isEqualTo(6);
        assertThat(state.findings())
                .filteredOn(one -> one.kind() == Finding.Kind.ORPHANED)
                .extracting(Finding::accountId, Finding::repairing)
                .containsExactlyInAnyOrder(tuple(deleted, true), tuple(outside, false));
        assertThat(shipUntilQuiet(provider, 20)).isLessThan(20);
        assertThat(active(deleted)).isFalse();
        assertThat(active(outside)).as("perhaps another installation's").isTrue();
        assertThat(others).allMatch(this::active);

        clock.advance(Duration.ofMinutes(1));
        assertThat(compare(true, true, false).findings().orphaned()).isEqualTo(1);
        assertThat(claim())
                .as("that many may be missing says nothing about who is there")
                .isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(compare(true, false, true).findings().orphaned()).isEqualTo(1);
        assertThat(shipUntilQuiet(provider, 20)).isLessThan(20);
        assertThat(active(outside)).isFalse();
        assertThat(others).allMatch(this::active);
        assertThat(journal.dossier(guid(12)).await().orElseThrow().shadow().presence())
                .isEqualTo(Presence.LEFT);
        clock.advance(Duration.ofMinutes(1));
        assertThat(compare(true).findings().orphaned()).isZero();
    }

    @Test
    void who_was_deleted_somewhere_else_is_withdrawn_only_when_a_person_says_so() {
        String elsewhere = orphan(11, Standing.DELETED_ELSEWHERE);

        assertThat(compare(true).findings().orphaned()).isEqualTo(1);
        assertThat(shipUntilQuiet(provider, 20)).isZero();
        assertThat(active(elsewhere)).isTrue();

        clock.advance(Duration.ofMinutes(1));
        compare(true, false, true);
        shipUntilQuiet(provider, 20);
        assertThat(active(elsewhere)).isFalse();
    }

    @Test
    void a_report_touches_nobody() {
        String deleted = orphan(11, Standing.DELETED);

        assertThat(compare(false).findings().orphaned()).isEqualTo(1);

        assertThat(claim()).isEmpty();
        assertThat(active(deleted)).isTrue();
        assertThat(journal.dossier(guid(11)).await()).isEmpty();
    }

    @Test
    void too_many_wait_for_a_person() {
        guard = new GuardRules(Map.of(HazardKind.DISABLE, new GuardLimit(2, 0)), Duration.ofHours(1), Duration.ZERO);
        List<String> gone = new ArrayList<>();
        for (long person = 11; person < 16; person++) {
            gone.add(orphan(person, Standing.DELETED));
        }

        compare(true);
        shipUntilQuiet(provider, 3);

        assertThat(gone).allMatch(this::active);
        assertThat(journal.holds().await())
                .singleElement()
                .satisfies(hold -> assertThat(hold.objects()).isEqualTo(5));
        Hold hold = journal.holds().await().getFirst();
        journal.approve(hold).await();
        shipUntilQuiet(provider, 3);
        assertThat(gone).noneMatch(this::active);
    }

    @Test
    void the_policy_says_what_becomes_of_them() {
        deprovisioning = Deprovisioning.DELETE;
        String deleted = orphan(11, Standing.DELETED);

        compare(true);
        shipUntilQuiet(provider, 3);

        assertThat(accounts.accounts()).doesNotContainKey(deleted);
        assertThat(journal.dossier(guid(11)).await()).isEmpty();
    }

    @Test
    void they_are_kept_as_long_as_others_from_when_they_were_found() {
        deprovisioning = Deprovisioning.DISABLE_THEN_DELETE;
        retention = Optional.of(Duration.ofDays(30));
        String deleted = orphan(11, Standing.DELETED);

        compare(true);
        ship(provider);

        assertThat(active(deleted)).isFalse();
        assertThat(journal.nextTimer().await()).contains(clock.instant().plus(Duration.ofDays(30)));
    }

    @Test
    void a_directory_that_does_not_answer_moves_nothing() {
        orphan(11, Standing.DELETED);
        whereabouts.silent(true);
        assertThatThrownBy(() -> compare(true)).isInstanceOf(DirectoryException.class);
        assertThat(claim()).isEmpty();

        whereabouts.silent(false);
        assertThat(compare(true).findings().orphaned()).isEqualTo(1);
        assertThat(claim()).extracting(OutboxRow::objectGuid).containsExactly(guid(11));
    }

    @Test
    void whoever_comes_back_gets_the_account_again() {
        String outside = orphan(12, Standing.NOT_SELECTED);
        compare(true, false, true);
        ship(provider);
        assertThat(active(outside)).isFalse();

        hired(person(12, "back"));
        shipUntilQuiet(provider, 3);

        assertThat(active(outside)).isTrue();
        assertThat(accounts.account(outside)).containsEntry("userName", "back@example.com");
    }

    @Test
    void a_preview_tells_of_them_if_a_start_would_look_for_them() throws IOException {
        String deleted = orphan(11, Standing.DELETED);
        accounts.stranger("unknown@example.com", guid(15).toString());
        Comparison none = Comparison.begin(0, clock.instant()).ended(clock.instant(), "");
        journal.comparisons()
                .compared(none, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
        clock.advance(Duration.ofHours(23));
        assertThat(previewed(0)).isEmpty();

        clock.advance(Duration.ofHours(2));
        assertThat(previewed(1)).containsExactly(guid(11));
        assertThat(active(deleted)).isTrue();
    }

    /** They are on two pages, which are asked for one after the other. */
    @Test
    void a_preview_holds_together_whom_a_start_would_find_within_the_grace() throws IOException {
        guard = new GuardRules(
                Map.of(HazardKind.DISABLE, new GuardLimit(2, 0)), Duration.ofHours(1), Duration.ofSeconds(10));
        orphan(11, Standing.DELETED);
        orphan(12, Standing.DELETED);
        for (int stranger = 0; stranger < Listing.PAGE; stranger++) {
            accounts.stranger("stranger" + stranger + "@example.com", "");
        }
        orphan(13, Standing.DELETED);
        Comparison none = Comparison.begin(0, clock.instant()).ended(clock.instant(), "");
        journal.comparisons()
                .compared(none, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
        clock.advance(Duration.ofHours(25));

        assertThat(rehearsed(0)).hasSize(3).allMatch(Rehearsed::held);
    }

    private List<ObjectGuid> previewed(long disabled) throws IOException {
        return rehearsed(disabled).stream().map(Rehearsed::objectGuid).toList();
    }

    private List<Rehearsed> rehearsed(long disabled) throws IOException {
        List<Rehearsed> told = new ArrayList<>();

        try (var rehearsal = new Rehearsal(
                client(), journal, mapping(), options(), folder.resolve("accounts"), clock, new Random(1), meters)) {
            rehearsal.copyAccounts().await();
            rehearsal.comparing(whereabouts, retention, Optional.of(Duration.ofDays(1)));
            RehearsalSummary summary = rehearsal.run(told::add);

            assertThat(summary.count(RehearsedAccount.Kind.DISABLE)).isEqualTo(disabled);
        }
        return told;
    }
}
