package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.journal.ChangeSettled.Outcome;
import adsync.mapping.Deprovisioning;
import adsync.scim.ProviderFeatures;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Replace;
import adsync.scim.ScimOutcome;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shipping to a provider that has no PATCH. */
class ReplacingTest extends ShipperFixture {

    @BeforeEach
    void replaceOnly() {
        accounts.withoutPatch();
    }

    private Provider hiredAda() {
        Provider provider = provider();
        hired(person(1, "ada", "title", "Analyst", "department", "Sales"));
        ship(provider);
        return provider;
    }

    private static Replace sent(Parcel parcel) {
        assertThat(parcel.answer().outcome()).isEqualTo(Outcome.SHIPPED);
        return (Replace) Objects.requireNonNull(parcel.operation());
    }

    @Test
    void a_change_is_a_replacement_that_names_what_changes_and_what_is_ours() {
        Provider provider = hiredAda();
        changed(person(1, "ada", "title", "Director", "department", "Sales"));

        Parcel parcel = ship(provider).getFirst();

        Replace replace = sent(parcel);
        assertThat(replace.edits()).extracting(Edit::path).containsExactly("title");
        assertThat(replace.ours())
                .containsEntry("userName", "ada@example.com")
                .containsEntry("externalId", guid(1).toString())
                .containsEntry("title", "Director")
                .containsValue("Sales");
        assertThat(parcel.answer().request()).isEqualTo("PUT /Users/id-1: title");
        assertThat(accounts.count("PATCH")).isZero();
    }

    @Test
    void what_was_reverted_at_the_provider_is_right_again_with_the_next_change() {
        Provider provider = hiredAda();
        accounts.account("id-1").put("title", "Assistant");
        changed(person(1, "ada", "title", "Analyst", "department", "Research"));

        ship(provider);

        assertThat(accounts.account("id-1")).containsEntry("title", "Analyst");
    }

    @Test
    void somebody_who_is_gone_is_disabled_and_comes_back_by_replacements() {
        Provider provider = hiredAda();
        gone(1);
        assertThat(sent(ship(provider).getFirst()).ours()).containsOnlyKeys("externalId");
        assertThat(accounts.account("id-1")).containsEntry("active", false).containsEntry("title", "Analyst");

        hired(person(1, "ada", "title", "Analyst", "department", "Sales"));
        sent(ship(provider).getFirst());

        assertThat(accounts.account("id-1")).containsEntry("active", true);
    }

    @Test
    void an_account_that_is_missing_is_created_again() {
        Provider provider = hiredAda();
        accounts.drop("id-1");
        changed(person(1, "ada", "title", "Director"));

        ship(provider);

        assertThat(accounts.named("ada@example.com"))
                .singleElement()
                .matches(account -> "Director".equals(account.get("title")));
    }

    @Test
    void a_replacement_of_unknown_fate_is_looked_up_before_it_is_repeated() {
        Provider provider = hiredAda();
        accounts.doneOnce(Replace.class::isInstance, new ScimOutcome.Unknown(0, "the connection was lost"));
        changed(person(1, "ada", "title", "Director", "department", "Sales"));

        shipUntilQuiet(provider, 5);

        assertThat(accounts.count("PUT")).isEqualTo(1);
        assertThat(accounts.requests()).endsWith("READ id-1");
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @Test
    void creations_go_in_bulk_and_replacements_singly() {
        accounts.offers(new ProviderFeatures(true, 50, 1 << 20, false));
        Provider provider = provider();
        Image[] ten = people("Analyst");
        hired(ten);
        ship(provider);
        assertThat(accounts.count("BULK")).isEqualTo(1);
        assertThat(accounts.accounts()).hasSize(10);
        for (Image one : people("Director")) {
            changed(one);
        }

        ship(provider);

        assertThat(accounts.count("BULK")).isEqualTo(1);
        assertThat(accounts.count("PUT")).isEqualTo(10);
        assertThat(accounts.accounts().values())
                .hasSize(10)
                .allSatisfy(account -> assertThat(account).containsEntry("title", "Director"));
    }

    private static Image[] people(String title) {
        return LongStream.rangeClosed(1, 10)
                .mapToObj(number -> person(number, "user" + number, "title", title))
                .toArray(Image[]::new);
    }

    @Test
    void a_deletion_is_a_deletion() {
        deprovisioning = Deprovisioning.DELETE;
        Provider provider = hiredAda();
        gone(1);

        assertThat(ship(provider).getFirst().operation()).isInstanceOf(ScimOperation.Delete.class);
        assertThat(accounts.accounts()).isEmpty();
    }
}
