package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.journal.ChangeSettled.Outcome;
import adsync.mapping.Deprovisioning;
import adsync.scim.ScimOperation.Change;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody new gets the login of somebody who is gone and whose account stays. */
class SuccessorTest extends ShipperFixture {

    private static final String LOGIN = "ada@example.com";
    private static final String RELEASED = guid(1) + ".gone@example.com";

    private Provider withdrawn() {
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        gone(1);
        ship(provider);
        return provider;
    }

    /** Somebody new has got the login. */
    private Provider succeeded() {
        Provider provider = withdrawn();
        hired(person(2, "ada"));
        ship(provider);
        return provider;
    }

    private Map<String, Object> old() {
        return accounts.account("id-1");
    }

    @Test
    void a_successor_gets_the_login_of_an_account_that_stays_disabled() {
        Provider provider = withdrawn();
        hired(person(2, "ada"));

        List<Parcel> parcels = ship(provider);

        assertThat(parcels)
                .extracting(parcel -> parcel.answer().outcome())
                .containsExactly(Outcome.SHIPPED, Outcome.SHIPPED);
        assertThat(accounts.named(LOGIN))
                .singleElement()
                .matches(account -> guid(2).toString().equals(account.get("externalId")));
        assertThat(old()).containsEntry("userName", RELEASED).containsEntry("active", false);
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @Test
    void without_a_successor_the_account_keeps_its_login() {
        withdrawn();

        assertThat(old()).containsEntry("userName", LOGIN);
    }

    @Test
    void somebody_who_is_renamed_gets_it_too() {
        Provider provider = withdrawn();
        hired(person(2, "bob"));
        ship(provider);
        changed(person(2, "ada"));

        ship(provider);

        assertThat(accounts.account("id-2")).containsEntry("userName", LOGIN);
        assertThat(old()).containsEntry("userName", RELEASED);
    }

    @Test
    void one_who_comes_back_has_the_login_again_if_it_is_free() {
        Provider provider = succeeded();
        changed(person(2, "adele"));
        ship(provider);
        changed(person(1, "ada"));

        ship(provider);

        assertThat(old()).containsEntry("userName", LOGIN).containsEntry("active", true);
    }

    @Test
    void one_who_comes_back_while_it_is_not_free_takes_it_from_nobody() {
        Provider provider = succeeded();
        changed(person(1, "ada"));

        shipUntilQuiet(provider, 30);

        assertThat(old()).containsEntry("userName", RELEASED);
        assertThat(accounts.named(LOGIN)).hasSize(1);
        assertThat(journal.parked(10).await())
                .singleElement()
                .matches(parked -> parked.cause().contains("give one of the two another login"));
    }

    @Test
    void a_crash_after_the_login_was_given_up_is_made_up_for() {
        withdrawn();
        hired(person(2, "ada"));
        assertThat(claim())
                .hasSize(1)
                .allSatisfy(row -> journal.claimWithdrawn(guid(1), row).await());
        accounts.execute(new Patch(new CorrelationId("c"), "id-1", List.of(new Edit("userName", RELEASED, false))))
                .await();
        reopen();
        Provider next = provider();

        ship(next);

        assertThat(accounts.named(LOGIN)).hasSize(1);
        changed(person(2, "adele"));
        ship(next);
        changed(person(1, "ada", "userAccountControl", "514"));
        ship(next);
        assertThat(old()).containsEntry("userName", LOGIN);
    }

    @Test
    void one_whose_account_is_not_disabled_yet_keeps_the_login_until_it_is() {
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        gone(1);
        var withdrawal = claim();
        hired(person(2, "ada"));

        ship(provider);

        assertThat(old()).containsEntry("userName", LOGIN);
        settle(delivery(provider).deliver(withdrawal));
        assertThat(shipUntilQuiet(provider, 5)).isLessThan(5);
        assertThat(accounts.named(LOGIN))
                .singleElement()
                .matches(account -> guid(2).toString().equals(account.get("externalId")));
    }

    @Test
    void where_the_provider_does_not_let_the_login_go_the_successor_is_parked_with_the_cause() {
        Provider provider = withdrawn();
        accounts.always(
                operation -> operation instanceof Change change && change.id().equals("id-1"),
                new ScimOutcome.Refused(400, "userName is immutable"));
        hired(person(2, "ada"));

        shipUntilQuiet(provider, 30);

        assertThat(journal.parked(10).await())
                .anyMatch(parked -> parked.objectGuid().equals(guid(2))
                        && parked.cause().contains("id-1")
                        && parked.cause().contains("CN=Person 1"));
        assertThat(old()).containsEntry("userName", LOGIN);
    }

    @Test
    void an_account_that_is_to_be_deleted_is_waited_for() {
        deprovisioning = Deprovisioning.DELETE;
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        gone(1);
        var withdrawal = claim();
        hired(person(2, "ada"));
        ship(provider);
        settle(delivery(provider).deliver(withdrawal));

        assertThat(shipUntilQuiet(provider, 5)).isLessThan(5);

        assertThat(accounts.accounts()).hasSize(1);
        assertThat(accounts.named(LOGIN)).hasSize(1);
    }

    @Test
    void two_who_are_both_there_do_not_take_the_login_from_each_other() {
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        hired(person(2, "ada"));

        shipUntilQuiet(provider, 30);

        assertThat(old()).containsEntry("userName", LOGIN).containsEntry("active", true);
        assertThat(journal.parked(10).await())
                .singleElement()
                .matches(parked -> parked.cause().contains("give one of the two another login"));
    }

    @Test
    void two_who_change_logins_end_with_the_right_ones() {
        Provider provider = provider();
        hired(person(1, "ada"), person(2, "bob"));
        ship(provider);
        changed(person(1, "bob"));
        changed(person(2, "carl"));

        shipUntilQuiet(provider, 30);

        assertThat(old()).containsEntry("userName", "bob@example.com");
        assertThat(accounts.account("id-2")).containsEntry("userName", "carl@example.com");
        assertThat(journal.statistics().await().parked()).isZero();
    }
}
