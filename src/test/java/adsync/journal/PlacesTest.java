package adsync.journal;

import static adsync.journal.Pages.ROOT;
import static adsync.journal.Pages.SALES;
import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.checkpoint;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.personIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers, distinguished names, enumerations and checkpoints. */
class PlacesTest extends JournalFixture {

    private static final ObjectGuid NORTH = guid(4);

    @BeforeEach
    void company() {
        commit(containers().container(NORTH, SALES, "OU=North"));
    }

    private Image image(long number) {
        var shadow = journal().shadows(List.of(guid(number))).await().get(guid(number));
        return Objects.requireNonNull(shadow).image();
    }

    private String dn(long number) {
        return image(number).dn();
    }

    @Test
    void a_shadow_is_what_was_committed() {
        var image = person(10, "displayName", "Zoë \"Z\" 🦊\n", "employeeID", "7");
        commit(page().created("c1", image));

        Image known = image(10);

        assertThat(known).usingRecursiveComparison().ignoringFields("dn").isEqualTo(image);
        assertThat(known.dn()).isEqualTo("CN=Person 10,OU=Sales,OU=Company,DC=example,DC=com");
        assertThat(journal().shadows(List.of(guid(11))).await()).isEmpty();
    }

    @Test
    void what_another_naming_context_has_brought_is_not_gone_from_here() {
        var other = Contexts.checkpoint(new NamingContext(guid(30), "DC=other,DC=com"));
        commit(page().created("c1", person(10)));
        commit(page().at(other).updated("c2", personIn(NORTH, 10)));

        commit(page().deleted("c3", guid(10)));
        assertThat(Objects.requireNonNull(
                                journal().shadows(List.of(guid(10))).await().get(guid(10)))
                        .present())
                .isTrue();

        commit(page().at(other).deleted("c4", guid(10)));
        assertThat(journal().shadows(List.of(guid(10))).await()).isEmpty();
    }

    @Test
    void a_renamed_container_renames_all_below_it_by_one_row() {
        commit(page().created("c1", personIn(NORTH, 10)).created("c2", person(11)));

        commit(page().container(SALES, ROOT, "OU=Vertrieb"));

        assertThat(dn(10)).isEqualTo("CN=Person 10,OU=North,OU=Vertrieb,OU=Company,DC=example,DC=com");
        assertThat(dn(11)).isEqualTo("CN=Person 11,OU=Vertrieb,OU=Company,DC=example,DC=com");
        assertThat(claim())
                .filteredOn(row -> row.objectGuid().equals(guid(11)))
                .singleElement()
                .satisfies(row -> assertThat(row.shadow().image().dn()).contains("OU=Vertrieb"));
    }

    @Test
    void a_moved_container_takes_all_below_it_along() {
        commit(page().created("c1", personIn(NORTH, 10)));

        commit(page().container(NORTH, ROOT, "OU=North"));

        assertThat(dn(10)).isEqualTo("CN=Person 10,OU=North,OU=Company,DC=example,DC=com");
        assertThat(journal().below(SALES, null, 10).await()).isEmpty();
        assertThat(journal().containers(List.of(NORTH, ROOT, guid(99))).await())
                .isEqualTo(Map.of(
                        NORTH, new Container(NORTH, ROOT, "OU=North"),
                        ROOT, new Container(ROOT, ROOT, "OU=Company,DC=example,DC=com")));
    }

    @Test
    void containers_that_seem_to_lie_in_each_other_stop_nobody() {
        commit(page().created("c1", personIn(NORTH, 10)));

        commit(page().container(SALES, NORTH, "OU=Sales"));

        assertThat(dn(10)).startsWith("CN=Person 10,OU=North,OU=Sales");
        assertThat(journal().below(SALES, null, 10).await()).containsExactly(guid(10));
        commit(page().container(NORTH, ROOT, "OU=North"));
        assertThat(dn(10)).isEqualTo("CN=Person 10,OU=North,OU=Company,DC=example,DC=com");
    }

    @Test
    void a_page_with_an_unknown_container_fails_as_a_whole() {
        var page = page().created("c1", person(10)).created("c2", personIn(guid(99), 11));

        assertThatThrownBy(() -> commit(page))
                .isInstanceOf(JournalException.class)
                .hasMessage("The container " + guid(99) + " must be known first.");
        assertThat(journal().shadows(List.of(guid(10), guid(11))).await()).isEmpty();
        assertThat(claim()).isEmpty();
    }

    @Test
    void below_gives_present_objects_at_any_depth_in_pages() {
        commit(page().created("c1", personIn(NORTH, 13))
                .created("c2", person(11))
                .created("c3", person(12))
                .created("c4", personIn(ROOT, 10)));
        shipAll();
        commit(page().left("c5", guid(12)));

        assertThat(journal().below(SALES, null, 1).await()).containsExactly(guid(11));
        assertThat(journal().below(SALES, guid(11), 10).await()).containsExactly(guid(13));
        assertThat(journal().below(ROOT, null, 10).await()).containsExactly(guid(10), guid(11), guid(13));
    }

    @Test
    void objects_come_in_the_order_of_their_text_form() {
        var low = new ObjectGuid(UUID.fromString("01000000-0000-0000-8000-000000000000"));
        var high = new ObjectGuid(UUID.fromString("f1000000-0000-0000-0000-000000000000"));
        commit(page().created("c1", at(high)).created("c2", at(low)));

        assertThat(journal().below(ROOT, null, 10).await()).containsExactly(low, high);
        assertThat(journal().below(ROOT, low, 10).await()).containsExactly(high);
        assertThat(journal().unseen(Pages.CONTEXT.guid(), 2, null, 10).await()).containsExactly(low, high);
    }

    private static Image at(ObjectGuid guid) {
        var place = new Container(guid, SALES, "CN=" + guid);
        return Image.of(place, "CN=" + guid, 1, Map.of());
    }

    @Test
    void a_removed_container_is_gone_with_all_below_it_but_its_people_keep_their_last_name() {
        commit(page().created("c1", personIn(NORTH, 10)));
        shipAll();

        commit(page().left("c2", guid(10)).removed(SALES));

        assertThat(journal().containers(List.of(SALES, NORTH)).await()).isEmpty();
        OutboxRow row = claimOne();
        assertThat(row.shadow().image().dn()).isEqualTo("CN=Person 10,OU=North,OU=Sales,OU=Company,DC=example,DC=com");
        settle(new Settlement.Acknowledged(row, SHIPPED, Optional.empty()));
        commit(page().container(SALES, ROOT, "OU=Sales"));
        assertThat(journal().containers(List.of(SALES, NORTH)).await()).containsOnlyKeys(SALES);
    }

    @Test
    void a_container_that_somebody_came_to_live_in_meanwhile_is_not_removed() {
        commit(page().created("c1", personIn(NORTH, 10)));

        commit(page().removed(SALES));
        assertThat(journal().containers(List.of(SALES, NORTH)).await()).containsOnlyKeys(SALES, NORTH);

        commit(page().left("c2", guid(10)).removed(SALES));
        assertThat(journal().containers(List.of(SALES, NORTH)).await()).isEmpty();
    }

    @Test
    void an_enumeration_marks_what_it_sees() {
        commit(page().created("c1", person(10)).created("c2", person(11)).created("c3", person(12)));
        shipAll();
        commit(page().left("c4", guid(12)));

        commit(page().at(checkpoint(2, Pages.DATABASE)).seen(guid(10)));

        assertThat(journal().unseen(Pages.CONTEXT.guid(), 2, null, 10).await()).containsExactly(guid(11));
        assertThat(journal().unseen(Pages.CONTEXT.guid(), 1, null, 10).await()).isEmpty();
    }

    @Test
    void what_only_follows_from_what_was_known_before_was_not_seen() {
        commit(page().created("c1", person(10, "title", "old")));

        commit(page().at(checkpoint(2, Pages.DATABASE)).derived().updated("c2", person(10, "title", "new")));

        assertThat(journal().unseen(Pages.CONTEXT.guid(), 2, null, 10).await()).containsExactly(guid(10));
        assertThat(claimOne().shadow().image().values("title")).containsExactly("new");
    }

    @Test
    void only_what_was_read_in_this_epoch_from_this_database_is_unchanged() {
        commit(page().created("c1", person(10)).created("c2", person(11)));
        var asked = Map.of(guid(10), 1010L, guid(11), 1012L, guid(12), 1012L);

        assertThat(journal().unchanged(1, asked).await()).containsExactly(guid(10));
        assertThat(journal().unchanged(2, asked).await()).isEmpty();

        commit(page().at(checkpoint(1, new UUID(8, 8))));
        assertThat(journal().unchanged(1, asked).await()).isEmpty();
    }

    @Test
    void a_checkpoint_is_read_as_it_was_written() {
        assertThat(journal().checkpoint(Pages.CONTEXT.guid()).await()).contains(checkpoint(1, Pages.DATABASE));
        assertThat(journal().checkpoint(guid(77)).await()).isEmpty();

        reopen();

        assertThat(journal().checkpoint(Pages.CONTEXT.guid()).await()).contains(checkpoint(1, Pages.DATABASE));
    }

    @Test
    void a_checkpoint_that_was_tampered_with_is_none() throws SQLException {
        var changes = List.of(
                "page_cookie = x'010204'",
                "cycle_cookie = x''",
                "page_cookie = NULL",
                "highest_usn = highest_usn + 1",
                "phase = 'RESTING'",
                "fingerprint = 'f1ngerprint'",
                "root = x'00'",
                "checksum = x''");
        for (String change : changes) {
            commit(page());
            tamper("UPDATE checkpoint SET " + change);

            assertThat(journal().checkpoint(Pages.CONTEXT.guid()).await())
                    .as(change)
                    .isEmpty();
        }
    }

    @Test
    void the_first_answer_about_the_providers_accounts_counts() {
        assertThat(journal().providerHeldAccounts().await()).isEmpty();
        journal().rememberProviderHeldAccounts(false).await();
        journal().rememberProviderHeldAccounts(true).await();

        reopen();

        assertThat(journal().providerHeldAccounts().await()).contains(false);
    }
}
