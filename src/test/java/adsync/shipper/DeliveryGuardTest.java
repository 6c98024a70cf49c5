package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.change.Presence;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.mapping.Deprovisioning;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does harm is called by its name, so that the guard sees it. */
class DeliveryGuardTest extends ShipperFixture {

    @ParameterizedTest
    @CsvSource({
        "DISABLE, DELETED, DISABLE",
        "DELETE, DELETED, DELETE",
        "DISABLE, LEFT, LEAVE_SCOPE",
        "DELETE, LEFT, LEAVE_SCOPE"
    })
    void whoever_leaves_the_scope_is_held_as_such(Deprovisioning choice, Presence now, HazardKind kind) {
        deprovisioning = choice;
        guard = new GuardRules(
                Map.of(kind, new GuardLimit(0, 0), HazardKind.RENAME, new GuardLimit(0, 0)),
                Duration.ofHours(1),
                Duration.ZERO);
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        if (now == Presence.LEFT) {
            left(1);
        } else {
            gone(1);
        }

        ship(provider);

        assertThat(journal.holds().await()).extracting(Hold::kind).containsExactly(kind);
        assertThat(accounts.account("id-1")).containsEntry("active", true);
    }

    @Test
    void an_account_that_was_found_before_the_grace_is_found_again_after_it() {
        guard = new GuardRules(
                Map.of(HazardKind.LEAVE_SCOPE, new GuardLimit(5, 0)), Duration.ofHours(1), Duration.ofSeconds(1));
        assertReady(provider()); // no account is anybody else's
        hired(person(1, "ada"));
        assertThat(claim()).hasSize(1);
        reopen(); // nobody knows whether it was sent
        String id = accounts.stranger("ada@example.com", guid(1).toString());
        Provider provider = provider();
        left(1);
        ship(provider);
        clock.advance(Duration.ofSeconds(2));

        ship(provider);

        assertThat(accounts.account(id)).containsEntry("active", false);
    }

    @Test
    void what_an_account_was_found_to_hold_before_the_grace_is_still_mended_after_it() {
        guard = new GuardRules(
                Map.of(HazardKind.DISABLE, new GuardLimit(5, 0)), Duration.ofHours(1), Duration.ofSeconds(1));
        hired(person(1, "ada"));
        ship(provider());
        changed(person(1, "eva"));
        assertThat(claim()).hasSize(1);
        accounts.account("id-1").put("userName", "eva@example.com");
        reopen(); // nobody knows that it was sent
        changed(person(1, "ada", "userAccountControl", "514"));
        Provider provider = provider();
        ship(provider);
        clock.advance(Duration.ofSeconds(2));

        ship(provider);

        assertThat(accounts.account("id-1"))
                .containsEntry("active", false)
                .containsEntry("userName", "ada@example.com");
    }

    @Test
    void one_who_is_deleted_for_having_left_counts_among_the_deletions_too() {
        deprovisioning = Deprovisioning.DELETE;
        guard = new GuardRules(Map.of(HazardKind.DELETE, new GuardLimit(0, 0)), Duration.ofHours(1), Duration.ZERO);
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        left(1);

        ship(provider);

        assertThat(journal.holds().await()).extracting(Hold::kind).containsExactly(HazardKind.DELETE);
    }

    @ParameterizedTest
    @CsvSource({"mailbox, 0", "'mailbox,sharepoint', 1"})
    void a_service_that_an_account_has_which_we_do_not_know_any_more_is_not_taken_away_unasked(
            String services, int held) {
        guard = new GuardRules(
                Map.of(HazardKind.SERVICE_REMOVAL, new GuardLimit(0, 0)), Duration.ofHours(1), Duration.ZERO);
        String id = accounts.stranger("ada@example.com", guid(1).toString());
        accounts.account(id).put("entitlements", entitlements(services.split(",")));
        hired(withServices(person(1, "ada"), "mailbox"));

        ship(provider());

        assertThat(journal.holds().await()).hasSize(held);
        assertThat(accounts.account(id).get("entitlements")).isEqualTo(entitlements(services.split(",")));
    }

    private static List<Map<String, String>> entitlements(String... services) {
        return Arrays.stream(services).map(service -> Map.of("value", service)).toList();
    }

    private static Image withServices(Image person, String... services) {
        var values = new TreeMap<>(person.attributes());
        values.put(Image.SERVICES, List.of(services));
        return new Image(person.objectGuid(), person.parent(), person.rdn(), person.dn(), person.usn(), values);
    }

    @Test
    void nobody_is_deleted_who_was_not_switched_off_before() {
        deprovisioning = Deprovisioning.DISABLE_THEN_DELETE;
        retention = Optional.of(Duration.ofDays(30));
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        gone(1);
        clock.advance(Duration.ofDays(31)); // held, or rejected, for as long as that

        ship(provider);
        assertThat(accounts.account("id-1")).containsEntry("active", false);

        retentionEnded(1);
        ship(provider);
        assertThat(accounts.accounts()).isEmpty();
    }
}
