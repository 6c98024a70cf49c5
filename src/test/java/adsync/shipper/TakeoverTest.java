package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Comparison;
import adsync.journal.Settlement;
import adsync.mapping.Adoption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts of users of whom nothing is known from before. */
class TakeoverTest extends ShipperFixture {

    private static final String TITLE = "title";

    /** The provider has an account with a title, which the user seems not to have. */
    private Map<String, Object> found(boolean ours) {
        String id = accounts.stranger("ada@example.com", ours ? guid(1).toString() : null);
        Map<String, Object> account = accounts.account(id);
        account.put(TITLE, "Boss");
        return account;
    }

    private Parcel shipAda(Provider provider, String... attributes) {
        hired(person(1, "ada", attributes));
        return ship(provider).getFirst();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_keeps_what_may_only_be_kept_from_us(boolean ours) {
        adoption = Adoption.ALWAYS;
        Map<String, Object> account = found(ours);
        absences.keep(TITLE, true);
        Provider provider = provider();

        assertThat(shipAda(provider, "department", "Sales").answer().outcome()).isEqualTo(Outcome.SHIPPED);

        assertThat(account).containsEntry(TITLE, "Boss").containsKey("externalId");
        assertThat(account.toString()).contains("Sales");
        changed(person(1, "ada", "department", "Research"));
        ship(provider);
        assertThat(account).containsEntry(TITLE, "Boss");
        assertThat(account.toString()).contains("Research");

        changed(person(1, "ada", TITLE, "Clerk"));
        ship(provider);
        assertThat(account).containsEntry(TITLE, "Clerk");
        changed(person(1, "ada"));
        ship(provider);
        assertThat(account).doesNotContainKey(TITLE);
    }

    @Test
    void one_loses_what_is_known_to_be_absent() {
        Map<String, Object> account = found(true);

        shipAda(provider());

        assertThat(account).doesNotContainKey(TITLE);
        assertThat(absences.questions()).isEqualTo(1);
    }

    @Test
    void one_keeps_a_name_that_is_only_another_because_a_part_is_kept_from_us() {
        Map<String, Object> account = found(true);
        account.put("displayName", "Ada Adler");
        absences.keep("displayName", true);

        shipAda(provider(), "cn", "ada");

        assertThat(account).containsEntry("displayName", "Ada Adler").doesNotContainKey(TITLE);
    }

    @Test
    void one_waits_for_a_directory_that_does_not_answer_and_is_never_parked_for_that() {
        Map<String, Object> account = found(true);
        absences.silent(true);
        Provider provider = provider();
        hired(person(1, "ada"));
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(ship(provider).getFirst().settlement()).isInstanceOf(Settlement.Postponed.class);
            clock.advance(Duration.ofMinutes(10));
        }
        assertThat(account).containsEntry(TITLE, "Boss");

        absences.silent(false);
        ship(provider);

        assertThat(account).doesNotContainKey(TITLE);
    }

    @Test
    void a_comparison_leaves_it_too_until_it_is_known_to_be_absent() {
        Map<String, Object> account = found(true);
        absences.keep(TITLE, true);
        Provider provider = provider();
        shipAda(provider);

        assertThat(compared(provider, 1).findings().drifted()).isZero();
        assertThat(account).containsEntry(TITLE, "Boss");
        absences.keep(TITLE, false);

        assertThat(compared(provider, 2).findings().drifted()).isEqualTo(1);
        shipUntilQuiet(provider, 5);
        assertThat(account).doesNotContainKey(TITLE);
    }

    private Comparison compared(Provider provider, long number) {
        clock.advance(Duration.ofMinutes(1));
        var comparing = new Comparing(
                journal,
                provider,
                new AccountComparison(mapping(), provider::takes, absences),
                new OrphanSearch(whereabouts, retention, clock),
                new ComparisonState(meters),
                clock);
        Comparison now = Comparison.begin(number, true, false, false, clock.instant());
        journal.comparisons()
                .compared(now, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
        while (!now.over()) {
            now = comparing.step(now);
        }
        return now;
    }
}
