package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.OutboxRow;
import adsync.journal.Settlement;
import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import adsync.mapping.MappingOptions;
import adsync.scim.BulkOutcome;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryTest extends ShipperFixture {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static ScimOutcome lost() {
        return new ScimOutcome.Unknown(0, "the connection was lost");
    }

    private void hire(int first, int last) {
        for (int number = first; number <= last; number++) {
            hired(person(number, "person" + number));
        }
    }

    @Test
    void a_hired_person_is_created_and_a_change_of_it_patches_only_what_changed() {
        Provider provider = provider();
        hired(person(1, "ada", "title", "Analyst"));
        ship(provider);
        changed(person(1, "ada", "title", "Director"));

        List<Parcel> parcels = ship(provider);

        assertThat(accounts.requests()).endsWith("POST ada@example.com", "READ id-1", "PATCH id-1");
        assertThat(accounts.account("id-1")).containsEntry("title", "Director");
        assertThat(parcels).extracting(parcel -> parcel.answer().outcome()).containsExactly(Outcome.SHIPPED);
        assertThat(parcels.getFirst().operation())
                .isInstanceOfSatisfying(
                        Patch.class,
                        patch -> assertThat(patch.edits())
                                .extracting(ScimOperation.Edit::path)
                                .containsExactly("title"));
    }

    @Test
    void nothing_of_an_extension_is_sent_that_the_provider_does_not_list() {
        accounts.schemas("urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE.toLowerCase(Locale.ROOT));
        Provider provider = provider();
        hired(person(1, "ada", "department", "Sales"));

        ship(provider);

        assertThat(accounts.account("id-1"))
                .containsEntry(ENTERPRISE + ":department", "Sales")
                .doesNotContainKey(MappingOptions.EXTENSION + ":samAccountName");
        changed(person(1, "adele", "department", "Sales"));
        ship(provider);
        assertThat(accounts.account("id-1"))
                .containsEntry("userName", "adele@example.com")
                .doesNotContainKey(MappingOptions.EXTENSION + ":samAccountName");
    }

    @Test
    void everything_is_sent_to_a_provider_that_lists_nothing() {
        hired(person(1, "ada"));

        ship(provider());

        assertThat(accounts.account("id-1")).containsKey(MappingOptions.EXTENSION + ":samAccountName");
    }

    @Test
    void what_the_provider_has_already_is_not_sent() {
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        int before = accounts.requests().size();
        changed(person(1, "ada"));

        assertThat(ship(provider))
                .extracting(parcel -> parcel.answer().outcome())
                .containsExactly(Outcome.UNCHANGED);
        assertThat(accounts.requests()).hasSize(before);
    }

    @Test
    void a_creation_of_unknown_fate_is_looked_up_and_never_doubled() {
        Provider provider = provider();
        accounts.doneOnce(Create.class::isInstance, lost());
        hired(person(1, "ada"));

        shipUntilQuiet(provider, 5);

        assertThat(accounts.accounts()).hasSize(1);
        assertThat(accounts.count("POST")).isEqualTo(1);
        assertThat(journal.statistics().await().links()).isEqualTo(1);
    }

    @Test
    void a_creation_that_was_lost_on_its_way_is_sent_again() {
        Provider provider = provider();
        accounts.once(Create.class::isInstance, lost());
        hired(person(1, "ada"));

        shipUntilQuiet(provider, 5);

        assertThat(accounts.accounts()).hasSize(1);
        assertThat(accounts.count("POST")).isEqualTo(2);
    }

    @Test
    void a_person_whose_shipping_a_crash_broke_off_is_looked_up_first() {
        hired(person(1, "ada"));
        assertThat(claim()).hasSize(1);
        accounts.stranger("ada@example.com", guid(1).toString());
        reopen();

        ship(provider());

        assertThat(accounts.requests()).contains("FIND " + guid(1)).noneMatch(request -> request.startsWith("POST"));
        assertThat(accounts.accounts()).hasSize(1);
    }

    @Test
    void where_accounts_were_before_us_every_creation_is_looked_up_first() {
        accounts.stranger("somebody@example.com", null);
        hired(person(1, "ada"));

        ship(provider());

        assertThat(accounts.requests()).containsSubsequence("FIND " + guid(1), "POST ada@example.com");
    }

    @ParameterizedTest
    @EnumSource(Adoption.class)
    void a_stranger_with_our_login_is_adopted_if_that_is_wanted(Adoption choice) {
        adoption = choice;
        accounts.stranger("ada@example.com", null);
        hired(person(1, "ada", "title", "Analyst"));

        Parcel parcel = ship(provider()).getFirst();

        assertThat(accounts.accounts()).hasSize(1);
        if (choice == Adoption.NEVER) {
            assertThat(settlement(parcel)).isInstanceOf(Settlement.Parked.class);
            assertThat(parcel.answer().detail()).contains("id-1", "provider.adopt");
            assertThat(accounts.account("id-1")).doesNotContainKey("externalId");
        } else {
            assertThat(accounts.account("id-1"))
                    .containsEntry("externalId", guid(1).toString())
                    .containsEntry("title", "Analyst");
        }
    }

    @ParameterizedTest
    @EnumSource(Adoption.class)
    void an_account_of_another_system_is_adopted_only_by_always(Adoption choice) {
        adoption = choice;
        accounts.stranger("ada@example.com", "employee 4711");
        hired(person(1, "ada"));

        Parcel parcel = ship(provider()).getFirst();

        boolean ours = guid(1).toString().equals(accounts.account("id-1").get("externalId"));
        assertThat(ours).isEqualTo(choice == Adoption.ALWAYS);
        assertThat(parcel.answer().outcome()).isEqualTo(ours ? Outcome.SHIPPED : Outcome.PARKED);
    }

    @Test
    void an_account_that_somebody_deleted_is_created_anew_from_all_we_know() {
        Provider provider = provider();
        hired(person(1, "ada", "title", "Analyst"));
        ship(provider);
        accounts.drop("id-1");
        changed(person(1, "ada", "title", "Analyst", "department", "Sales"));

        ship(provider);

        assertThat(accounts.accounts()).hasSize(1);
        assertThat(accounts.account("id-2")).containsEntry("title", "Analyst");
    }

    @ParameterizedTest
    @EnumSource(Deprovisioning.class)
    void a_person_who_is_gone_is_disabled_or_deleted(Deprovisioning choice) {
        deprovisioning = choice;
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        gone(1);

        ship(provider);

        if (choice == Deprovisioning.DELETE) {
            assertThat(accounts.accounts()).isEmpty();
            assertThat(journal.statistics().await().links()).isZero();
        } else {
            assertThat(accounts.account("id-1")).containsEntry("active", false);
        }
    }

    @Test
    void many_go_in_bulk_and_one_that_is_refused_stops_nobody() {
        accounts.bulk(100, 1 << 20);
        accounts.always(
                operation -> operation instanceof Create create
                        && create.resource().userName().startsWith("person3@"),
                new ScimOutcome.Refused(400, "no such person"));
        hire(1, 20);

        List<Parcel> parcels = ship(provider());

        assertThat(accounts.requests()).contains("BULK 20").noneMatch(request -> request.startsWith("POST"));
        assertThat(accounts.accounts()).hasSize(19);
        assertThat(parcels)
                .filteredOn(parcel -> parcel.answer().outcome() == Outcome.PARKED)
                .hasSize(1);
    }

    @Test
    void a_bulk_that_is_too_large_is_halved_until_it_fits_and_the_next_one_knows() {
        accounts.bulk(100, 1 << 20);
        accounts.bulkAnswers(request ->
                request.size() > 12 ? Optional.of(new BulkOutcome.TooLarge(413, "too many")) : Optional.empty());
        Provider provider = provider();
        hire(1, 20);
        ship(provider);
        assertThat(accounts.requests()).contains("BULK 20", "BULK 10");
        assertThat(accounts.accounts()).hasSize(20);
        hire(21, 40);

        ship(provider);

        assertThat(accounts.count("BULK 20")).isEqualTo(1);
        assertThat(accounts.accounts()).hasSize(40);
    }

    @Test
    void without_a_bulk_endpoint_after_all_singles_are_sent() {
        accounts.bulk(100, 1 << 20);
        accounts.bulkAnswers(request -> Optional.of(new BulkOutcome.Unsupported(404)));
        Provider provider = provider();
        hire(1, 20);
        ship(provider);
        hire(21, 40);

        ship(provider);

        assertThat(accounts.count("BULK")).isEqualTo(1);
        assertThat(accounts.count("POST")).isEqualTo(40);
        assertThat(accounts.accounts()).hasSize(40);
    }

    @Test
    void no_bulk_is_longer_than_the_provider_takes() {
        accounts.bulk(100, 3000);
        List<Integer> octets = new ArrayList<>();
        accounts.bulkAnswers(request -> {
            octets.add(request.octets());
            return Optional.empty();
        });
        hire(1, 20);

        ship(provider());

        assertThat(octets).hasSizeGreaterThan(1).allMatch(length -> length <= 3000);
        assertThat(accounts.accounts()).hasSize(20);
    }

    @Test
    void access_ends_before_anything_else_is_sent() {
        accounts.bulk(100, 1 << 20);
        Provider provider = provider();
        hire(1, 1);
        ship(provider);
        hire(2, 20);
        gone(1);

        ship(provider);

        assertThat(accounts.requests()).containsSubsequence("PATCH id-1", "BULK 19");
    }

    @Test
    void a_person_who_breaks_the_mapping_does_not_break_the_batch() {
        hired(person(1, "ada", "accountExpires", "1e999999999"), person(2, "bob"));

        ship(provider());

        assertThat(accounts.named("bob@example.com")).hasSize(1);
    }

    @Test
    void a_person_without_a_login_is_parked_with_the_cause() {
        var nobody = person(1, "ada");
        var values = new TreeMap<>(nobody.attributes());
        values.remove("userPrincipalName");
        values.remove("sAMAccountName");
        hired(new Image(nobody.objectGuid(), nobody.parent(), nobody.rdn(), nobody.dn(), nobody.usn(), values));

        Parcel parcel = ship(provider()).getFirst();

        assertThat(parcel.answer().outcome()).isEqualTo(Outcome.PARKED);
        assertThat(parcel.answer().detail()).contains("has no login");
    }

    @Test
    void several_accounts_of_one_person_are_for_a_person_to_sort_out() {
        accounts.stranger("ada@example.com", guid(1).toString());
        accounts.stranger("ada2@example.com", guid(1).toString());
        hired(person(1, "ada"));

        Parcel parcel = ship(provider()).getFirst();

        assertThat(parcel.answer().outcome()).isEqualTo(Outcome.PARKED);
        assertThat(parcel.answer().detail()).contains("2 accounts");
    }

    @Test
    void rows_of_a_delivery_that_broke_are_due_again_and_looked_up() {
        Provider provider = provider();
        hired(person(1, "ada"));
        List<OutboxRow> rows = claim();

        settle(delivery(provider).abandoned(rows, new IllegalStateException("broken")));
        clock.advance(Duration.ofSeconds(10));

        assertThat(claim()).singleElement().matches(OutboxRow::claimedBefore);
    }

    @Test
    void an_object_that_fails_by_itself_is_parked_after_a_few_tries_and_stops_nobody() {
        Provider provider = provider();
        accounts.always(
                operation -> operation instanceof Create create
                        && create.resource().userName().startsWith("bad@"),
                new ScimOutcome.Failed(500, "broken"));
        hired(person(1, "bad"));
        for (int number = 2; number < 40; number++) {
            hired(person(number, "person" + number));
            shipUntilQuiet(provider, 1);
        }

        assertThat(accounts.accounts()).hasSize(38);
        assertThat(journal.parked(10).await())
                .singleElement()
                .matches(parked -> parked.cause().contains("broken"));
        assertThat(Map.copyOf(accounts.accounts()).values())
                .noneMatch(account -> "bad@example.com".equals(account.get("userName")));
    }
}
