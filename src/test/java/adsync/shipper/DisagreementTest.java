package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.ChangeSettled.Outcome;
import adsync.scim.ScimOperation.Change;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A provider whose account is not as we left it. */
class DisagreementTest extends ShipperFixture {

    private final List<Change> changes = new ArrayList<>();

    private void listen() {
        accounts.always(
                operation -> {
                    if (operation instanceof Change change) {
                        changes.add(change);
                    }
                    return false;
                },
                new ScimOutcome.Applied(200));
    }

    @Test
    void a_change_that_met_another_version_is_made_again_on_the_account_as_it_is_now() {
        Provider provider = provider();
        hired(person(1, "ada", "title", "Analyst", "department", "Sales"));
        ship(provider);
        changed(person(1, "ada", "title", "Director", "department", "Legal"));
        accounts.once(Change.class::isInstance, new ScimOutcome.Unknown(412, "another version"));
        accounts.account("id-1").put("title", "Director"); // by the one who came first

        assertThat(ship(provider))
                .singleElement()
                .satisfies(parcel -> assertThat(parcel.answer().outcome()).isEqualTo(Outcome.POSTPONED));
        listen();
        assertThat(shipUntilQuiet(provider, 3)).isLessThan(3);

        assertThat(changes)
                .singleElement()
                .satisfies(change ->
                        assertThat(change.edits()).extracting(Edit::value).containsExactly("Legal"));
        assertThat(accounts.account("id-1")).containsEntry("title", "Director");
    }

    @Test
    void what_the_provider_makes_of_a_value_is_not_corrected_at_each_change() {
        Provider provider = provider();
        hired(person(1, "ada", "telephoneNumber", "030 4711"));
        ship(provider);
        accounts.account("id-1").replaceAll((path, value) -> path.startsWith("phoneNumbers") ? "+49304711" : value);
        listen();

        changed(person(1, "ada", "telephoneNumber", "030 4711", "title", "Director"));
        ship(provider);

        assertThat(accounts.account("id-1")).containsValue("+49304711");
        assertThat(changes)
                .singleElement()
                .satisfies(change ->
                        assertThat(change.edits()).extracting(Edit::value).containsExactly("Director"));
    }
}
