package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.ChangeSettled.Outcome;
import adsync.observe.HealthStatus.State;
import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOutcome;
import org.junit.jupiter.api.Test;

/** The externalId is what an account is found again by, if the provider keeps it. */
class ExternalIdTest extends ShipperFixture {

    private static ScimOutcome lost() {
        return new ScimOutcome.Unknown(0, "connection reset");
    }

    private double flag() {
        return meters.get("adsync.shipper.externalid.lost").gauge().value();
    }

    @Test
    void the_first_account_is_read_back_and_no_other() {
        Provider provider = provider();
        hired(person(1, "ada"), person(2, "bob"));

        ship(provider);
        hired(person(3, "cyd"));
        ship(provider);

        assertThat(accounts.count("READ")).isEqualTo(1);
        assertThat(provider.health().status().state()).isEqualTo(State.UP);
        assertThat(flag()).isZero();
    }

    @Test
    void in_a_bulk_request_too() {
        accounts.bulk(50, 1 << 20);
        accounts.losesExternalId();
        Provider provider = provider();
        for (long number = 1; number <= 10; number++) {
            hired(person(number, "user" + number));
        }

        ship(provider);

        assertThat(accounts.count("BULK")).isEqualTo(1);
        assertThat(accounts.count("READ")).isEqualTo(1);
        assertThat(flag()).isEqualTo(1);
    }

    @Test
    void a_provider_that_loses_it_is_told_of() {
        accounts.losesExternalId();
        Provider provider = provider();
        hired(person(1, "ada"));

        ship(provider);

        assertThat(provider.health().status().state()).isEqualTo(State.DEGRADED);
        assertThat(provider.health().status().cause()).contains("does not keep externalId");
        assertThat(flag()).isEqualTo(1);
    }

    @Test
    void a_creation_of_unknown_fate_is_then_looked_up_by_the_login() {
        accounts.losesExternalId();
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        accounts.doneOnce(Create.class::isInstance, lost());
        hired(person(2, "bob"));

        shipUntilQuiet(provider, 5);

        assertThat(accounts.named("bob@example.com")).hasSize(1);
        assertThat(accounts.count("POST bob")).isEqualTo(1);
        assertThat(journal.statistics().await().links()).isEqualTo(2);
    }

    @Test
    void even_if_it_is_the_first_one() {
        accounts.losesExternalId();
        Provider provider = provider();
        accounts.doneOnce(Create.class::isInstance, lost());
        hired(person(1, "ada"));

        shipUntilQuiet(provider, 5);

        assertThat(accounts.accounts()).hasSize(1);
        assertThat(journal.statistics().await().links()).isEqualTo(1);
        assertThat(flag()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_asked_meanwhile_is_not_forgotten() {
        accounts.losesExternalId();
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        accounts.doneOnce(Create.class::isInstance, lost());
        accounts.searchesAnswer(new ScimOutcome.Failed(500, "no"));
        hired(person(2, "bob"));
        ship(provider);
        accounts.heal();

        shipUntilQuiet(provider, 5);

        assertThat(accounts.count("POST bob")).isEqualTo(1);
        assertThat(journal.statistics().await().links()).isEqualTo(2);
    }

    @Test
    void a_strangers_account_with_that_login_stays_his() {
        accounts.losesExternalId();
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        String stranger = accounts.stranger("bob@example.com", null);
        hired(person(2, "bob"));

        assertThat(ship(provider))
                .extracting(parcel -> parcel.answer().outcome())
                .containsExactly(Outcome.PARKED);

        assertThat(accounts.account(stranger)).doesNotContainKey("externalId");
        assertThat(journal.statistics().await().links()).isEqualTo(1);
    }
}
