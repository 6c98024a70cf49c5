package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.scim.ScimOperation.Change;
import adsync.scim.ScimOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Users who are there get each other's logins, which a provider lets nobody have twice. */
class LoginExchangeTest extends ShipperFixture {

    private static final int FEW = 4;

    private Provider hired(String... logins) {
        Provider provider = provider();
        for (int number = 1; number <= logins.length; number++) {
            hired(person(number, logins[number - 1]));
        }
        ship(provider);
        return provider;
    }

    private Object login(String id) {
        return Objects.requireNonNull(accounts.account(id).get("userName"));
    }

    @Test
    void two_who_swap_logins_have_each_other_s() {
        Provider provider = hired("ada", "bob");
        changed(person(1, "bob"));
        changed(person(2, "ada"));

        assertThat(shipUntilQuiet(provider, FEW)).isLessThan(FEW);

        assertThat(login("id-1")).isEqualTo("bob@example.com");
        assertThat(login("id-2")).isEqualTo("ada@example.com");
        assertThat(journal.parked(10).await()).isEmpty();
    }

    @Test
    void a_provider_that_replaces_whole_users_keeps_all_else_meanwhile() {
        accounts.withoutPatch();
        Provider provider = hired("ada", "bob");
        accounts.account("id-1").put("nickName", "of their own");
        changed(person(1, "bob"));
        changed(person(2, "ada"));

        assertThat(shipUntilQuiet(provider, FEW)).isLessThan(FEW);

        assertThat(accounts.account("id-1"))
                .containsEntry("userName", "bob@example.com")
                .containsEntry("nickName", "of their own");
        assertThat(login("id-2")).isEqualTo("ada@example.com");
    }

    @Test
    void three_whose_logins_go_round_have_the_right_ones_also_if_they_come_one_by_one() {
        Provider provider = hired("ada", "bob", "carl");
        changed(person(1, "bob"));
        ship(provider);
        changed(person(2, "carl"));
        ship(provider);
        changed(person(3, "ada"));

        assertThat(shipUntilQuiet(provider, 6)).isLessThan(6);

        assertThat(login("id-1")).isEqualTo("bob@example.com");
        assertThat(login("id-2")).isEqualTo("carl@example.com");
        assertThat(login("id-3")).isEqualTo("ada@example.com");
    }

    @Test
    void a_crash_after_one_has_given_way_is_made_up_for() {
        Provider provider = hired("ada", "bob");
        changed(person(1, "bob"));
        changed(person(2, "ada"));
        delivery(provider).deliver(claim());
        assertThat(login("id-1")).isEqualTo(guid(1) + ".renamed@example.com");
        reopen();

        changed(person(1, "ada"));
        changed(person(2, "bob"));
        assertThat(shipUntilQuiet(provider(), 6)).isLessThan(6);

        assertThat(login("id-1")).isEqualTo("ada@example.com");
        assertThat(login("id-2")).isEqualTo("bob@example.com");
    }

    @Test
    void nobody_gives_way_to_one_whose_own_change_waits_for_a_person() {
        Provider provider = hired("ada", "bob", "carl", "dora");
        guard = new GuardRules(Map.of(HazardKind.RENAME, new GuardLimit(1, 100)), Duration.ofHours(1), Duration.ZERO);
        changed(person(3, "cleo"));
        changed(person(4, "dana"));
        changed(person(2, "ada"));
        ship(provider);
        assertThat(journal.statistics().await().held()).isEqualTo(3);
        guard = OPEN_GUARD;
        changed(person(1, "bob"));

        shipUntilQuiet(provider, 3);

        assertThat(login("id-1")).isEqualTo("ada@example.com");
    }

    @Test
    void an_account_that_keeps_its_login_is_named() {
        Provider provider = hired("ada", "bob");
        accounts.always(Change.class::isInstance, new ScimOutcome.Conflict(409, "no"));
        changed(person(1, "bob"));
        changed(person(2, "ada"));

        List<Parcel> parcels = ship(provider);

        assertThat(parcels)
                .allMatch(parcel -> parcel.answer().outcome() == Outcome.POSTPONED)
                .anyMatch(parcel -> parcel.answer().detail().contains("id-2")
                        && parcel.answer().detail().contains("CN=Person 2"));
    }
}
