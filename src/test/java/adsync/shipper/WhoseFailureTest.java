package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.journal.ChangeSettled.Outcome;
import adsync.mapping.Deprovisioning;
import adsync.observe.HealthStatus.State;
import adsync.scim.BulkOutcome;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOutcome;
import adsync.shipper.ProviderGate.Passage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the object's own failure is parked in the end; what is the provider's holds everybody and parks nobody. */
class WhoseFailureTest extends ShipperFixture {

    private static final int MANY = 60;

    private static Predicate<ScimOperation> patching(String id) {
        return operation -> operation instanceof Patch patch && patch.id().equals(id);
    }

    private static Predicate<ScimOperation> creating(String login) {
        return operation -> operation instanceof Create create
                && create.resource().userName().equals(login + "@example.com");
    }

    private static ScimOutcome answer(int status) {
        return switch (status) {
            case 403 -> new ScimOutcome.Denied(403, "not allowed");
            case 500 -> new ScimOutcome.Failed(500, "broken");
            default -> new ScimOutcome.Unknown(status, "no answer");
        };
    }

    private Provider withAccounts(String... logins) {
        Provider provider = provider();
        for (int number = 1; number <= logins.length; number++) {
            hired(person(number, logins[number - 1]));
        }
        ship(provider);
        return provider;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 408, 500, 502, 504})
    void a_change_that_always_fails_while_the_provider_answers_others_waits_longer_each_time_and_is_parked(int status) {
        Provider provider = withAccounts("ada");
        accounts.always(patching("id-1"), answer(status));
        changed(person(1, "ada", "title", "Director"));

        int turns = shipUntilQuiet(provider, MANY);

        assertThat(turns).isLessThan(MANY);
        assertThat(journal.statistics().await().parked()).isEqualTo(1);
        assertThat(accounts.count("PATCH")).isEqualTo(8);
        assertThat(provider.held()).isFalse();
    }

    @Test
    void a_deletion_of_unknown_fate_is_parked_in_the_end() {
        deprovisioning = Deprovisioning.DELETE;
        Provider provider = withAccounts("ada");
        accounts.always(Delete.class::isInstance, answer(502));
        gone(1);

        shipUntilQuiet(provider, MANY);

        assertThat(journal.statistics().await().parked()).isEqualTo(1);
        assertThat(accounts.count("DELETE")).isEqualTo(8);
    }

    @Test
    void a_failed_change_is_not_due_again_at_once() {
        Provider provider = withAccounts("ada");
        accounts.always(patching("id-1"), answer(502));
        changed(person(1, "ada", "title", "Director"));

        ship(provider);

        assertThat(claim()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 500, 502, 504})
    void an_outage_parks_nobody_however_long_it_lasts(int status) {
        Provider provider = withAccounts("ada", "bob", "cid");
        accounts.always(operation -> true, answer(status));
        accounts.readingsAnswer(answer(status));
        changed(person(1, "ada", "title", "Director"));
        changed(person(2, "bob", "title", "Director"));
        hired(person(4, "dan"));

        shipUntilQuiet(provider, MANY);

        assertThat(journal.statistics().await().outbox()).isEqualTo(3);
        assertThat(provider.health().status().state()).isEqualTo(State.DOWN);
        accounts.heal();
        assertThat(shipUntilQuiet(provider, 10)).isLessThan(10);
        assertThat(journal.statistics().await().parked()).isZero();
        assertThat(accounts.account("id-1")).containsEntry("title", "Director");
        assertThat(accounts.accounts()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500, 502})
    void where_no_write_works_any_more_everybody_waits_although_reading_works(int status) {
        Provider provider = withAccounts("a", "b", "c", "d", "e", "f", "g");
        accounts.always(operation -> true, answer(status));
        for (int number = 1; number <= 7; number++) {
            changed(person(number, "" + (char) ('a' + number - 1), "title", "Director"));
        }

        shipUntilQuiet(provider, MANY);

        assertThat(journal.statistics().await().parked()).isZero();
        assertThat(provider.held()).isTrue();
        accounts.heal();
        assertThat(shipUntilQuiet(provider, 20)).isLessThan(20);
        assertThat(journal.statistics().await().parked()).isZero();
    }

    @Test
    void one_object_that_is_denied_holds_nobody() {
        Provider provider = provider();
        accounts.always(creating("bad"), new ScimOutcome.Denied(403, "the firewall's page"));
        hired(person(1, "bad"));
        ship(provider);

        assertThat(provider.pass()).isEqualTo(Passage.OPEN);
        hired(person(2, "good"));
        ship(provider);
        assertThat(accounts.named("good@example.com")).hasSize(1);
        shipUntilQuiet(provider, MANY);
        assertThat(journal.parked(10).await())
                .singleElement()
                .matches(parked -> parked.cause().contains("firewall"));
    }

    @Test
    void a_denied_login_holds_everybody_and_asks_nothing_else() {
        Provider provider = withAccounts("ada");
        accounts.always(operation -> true, new ScimOutcome.Denied(401, "bad password"));
        changed(person(1, "ada", "title", "Director"));
        long before = accounts.count("COUNT");

        ship(provider);

        assertThat(provider.pass()).isEqualTo(Passage.SHUT);
        assertThat(accounts.count("COUNT")).isEqualTo(before);
    }

    @Test
    void what_was_turned_away_is_not_the_next_probe_if_there_is_another() {
        Provider provider = withAccounts("ada", "bob");
        accounts.always(patching("id-1"), new ScimOutcome.Busy(503, Optional.empty(), "busy"));
        changed(person(1, "ada", "title", "Director"));
        ship(provider);
        changed(person(2, "bob", "title", "Director"));

        clock.advance(provider.shutFor());

        assertThat(provider.pass()).isEqualTo(Passage.PROBE);
        assertThat(journal.claim(ALL, clock.instant(), 1).await())
                .singleElement()
                .matches(row -> row.objectGuid().equals(guid(2)));
    }

    @Test
    void an_operation_of_a_bulk_that_is_told_to_wait_holds_everybody() {
        accounts.bulk(100, 1 << 20);
        Provider provider = provider();
        for (int number = 1; number <= 10; number++) {
            hired(person(number, "person" + number));
        }
        accounts.always(creating("person5"), new ScimOutcome.Busy(429, Optional.of(Duration.ofSeconds(30)), "slow"));

        List<Parcel> parcels = ship(provider);

        assertThat(parcels)
                .filteredOn(parcel -> parcel.answer().outcome() == Outcome.SHIPPED)
                .hasSize(9);
        assertThat(provider.pass()).isEqualTo(Passage.SHUT);
        assertThat(provider.shutFor()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(claim()).isEmpty();
    }

    @Test
    void an_operation_of_a_bulk_whose_login_is_denied_holds_everybody() {
        accounts.bulk(100, 1 << 20);
        Provider provider = provider();
        for (int number = 1; number <= 10; number++) {
            hired(person(number, "person" + number));
        }
        accounts.always(operation -> true, new ScimOutcome.Denied(401, "expired"));

        ship(provider);

        assertThat(provider.pass()).isEqualTo(Passage.SHUT);
        assertThat(journal.statistics().await().parked()).isZero();
    }

    @Test
    void a_bulk_of_which_every_operation_is_denied_parks_nobody_and_holds_everybody() {
        accounts.bulk(100, 1 << 20);
        Provider provider = provider();
        for (int number = 1; number <= 10; number++) {
            hired(person(number, "person" + number));
        }
        accounts.always(operation -> true, new ScimOutcome.Denied(403, "no right to write"));

        ship(provider);

        assertThat(provider.pass()).isEqualTo(Passage.SHUT);
        assertThat(journal.statistics().await().parked()).isZero();
    }

    @Test
    void an_operation_of_a_bulk_that_is_denied_while_others_work_is_parked_in_the_end() {
        accounts.bulk(100, 1 << 20);
        Provider provider = provider();
        for (int number = 1; number <= 10; number++) {
            hired(person(number, "person" + number));
        }
        accounts.always(creating("person5"), new ScimOutcome.Denied(403, "not this one"));

        shipUntilQuiet(provider, MANY);

        assertThat(accounts.accounts()).hasSize(9);
        assertThat(journal.statistics().await().parked()).isEqualTo(1);
    }

    @Test
    void a_bulk_that_fails_as_a_whole_is_sent_singly() {
        accounts.bulk(100, 1 << 20);
        Provider provider = provider();
        for (int number = 1; number <= 10; number++) {
            hired(person(number, "person" + number));
        }
        accounts.bulkAnswers(
                request -> Optional.of(new BulkOutcome.Whole(new ScimOutcome.Unknown(500, "no patch in bulk"))));

        ship(provider);

        assertThat(accounts.accounts()).hasSize(10);
        assertThat(accounts.count("BULK")).isEqualTo(1);
    }

    @Test
    void a_lost_change_that_was_taken_back_meanwhile_is_taken_back_at_the_provider_too() {
        Provider provider = withAccounts("ada");
        accounts.doneOnce(patching("id-1"), answer(504));
        changed(person(1, "ada", "title", "Director"));
        ship(provider);
        changed(person(1, "ada"));

        shipUntilQuiet(provider, MANY);

        assertThat(accounts.account("id-1")).doesNotContainKey("title");
    }

    @Test
    void an_accepted_change_is_done_when_it_can_be_read() {
        Provider provider = withAccounts("ada");
        accounts.doneOnce(patching("id-1"), new ScimOutcome.Unknown(202, "accepted, but not yet done"));
        changed(person(1, "ada", "title", "Director"));

        assertThat(ship(provider))
                .extracting(parcel -> parcel.answer().outcome())
                .containsExactly(Outcome.SHIPPED);
        assertThat(accounts.count("PATCH")).isEqualTo(1);
    }

    @Test
    void an_accepted_change_that_is_never_done_is_parked_in_the_end() {
        Provider provider = withAccounts("ada");
        accounts.always(patching("id-1"), new ScimOutcome.Unknown(202, "accepted, but not yet done"));
        changed(person(1, "ada", "title", "Director"));

        shipUntilQuiet(provider, MANY);

        assertThat(journal.parked(10).await())
                .singleElement()
                .matches(parked -> parked.cause().contains("accepted"));
        assertThat(provider.held()).isFalse();
    }

    @Test
    void an_accepted_deletion_is_done_when_nothing_can_be_read() {
        deprovisioning = Deprovisioning.DELETE;
        Provider provider = withAccounts("ada");
        accounts.doneOnce(Delete.class::isInstance, new ScimOutcome.Unknown(202, "accepted, but not yet done"));
        gone(1);

        assertThat(ship(provider))
                .extracting(parcel -> parcel.answer().outcome())
                .containsExactly(Outcome.SHIPPED);
    }

    @Test
    void an_accepted_creation_is_waited_for_before_it_is_repeated() {
        Provider provider = provider();
        accounts.once(Create.class::isInstance, new ScimOutcome.Unknown(202, "accepted, but not yet done"));
        hired(person(1, "ada"));

        ship(provider);

        assertThat(accounts.count("POST")).isEqualTo(1);
        accounts.stranger("ada@example.com", guid(1).toString());
        shipUntilQuiet(provider, 5);
        assertThat(accounts.count("POST")).isEqualTo(1);
        assertThat(journal.statistics().await().links()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 500, 502})
    void a_provider_that_cannot_say_what_it_can_do_holds_everybody_with_the_cause(int status) {
        Provider provider = provider();
        accounts.readingsAnswer(
                switch (status) {
                    case 400 -> new ScimOutcome.Refused(400, "no");
                    case 404 -> new ScimOutcome.Missing(404);
                    case 409 -> new ScimOutcome.Conflict(409, "no");
                    default -> answer(status);
                });

        assertThat(provider.ready()).isFalse();

        assertThat(provider.pass()).isEqualTo(Passage.SHUT);
        assertThat(provider.health().status().state()).isEqualTo(State.DOWN);
        assertThat(provider.health().status().cause()).contains("HTTP " + status);
    }

    @Test
    void a_search_that_is_refused_for_one_object_is_parked_in_the_end() {
        List<Integer> turns = new ArrayList<>();
        accounts.stranger("somebody@example.com", null);
        Provider provider = provider();
        assertReady(provider);
        hired(person(1, "ada"));
        accounts.searchesAnswer(new ScimOutcome.Refused(400, "invalid filter"));

        turns.add(shipUntilQuiet(provider, MANY));

        assertThat(turns.getFirst()).isLessThan(MANY);
        assertThat(journal.parked(10).await())
                .singleElement()
                .matches(parked -> parked.cause().contains("invalid filter"));
    }

    @Test
    void nothing_is_looked_up_while_shipping_is_held() {
        accounts.stranger("somebody@example.com", null);
        Provider provider = provider();
        assertReady(provider);
        hired(person(1, "ada"));
        provider.single(new Delete(new CorrelationId("c"), "nobody")).await();
        accounts.always(
                Delete.class::isInstance, new ScimOutcome.Busy(429, Optional.of(Duration.ofMinutes(1)), "slow"));
        provider.single(new Delete(new CorrelationId("c"), "nobody")).await();

        ship(provider);

        assertThat(accounts.count("FIND")).isZero();
        assertThat(journal.statistics().await().outbox()).isEqualTo(1);
    }
}
