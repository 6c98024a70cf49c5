package adsync.journal;

import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.PARKED;
import static adsync.journal.Pages.POSTPONED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator asks about one person, and does about it. */
class DossierTest extends JournalFixture {

    private static final Instant TEN = NOON.plusSeconds(36_000);
    private static final Origin MAPPING = new Origin("mapping", 0, NOON);

    @BeforeEach
    void company() {
        commit(containers());
    }

    private Dossier dossier(long number) {
        return journal().dossier(guid(number)).await().orElseThrow();
    }

    @Test
    void nobody_knows_a_stranger() {
        assertThat(journal().dossier(guid(10)).await()).isEmpty();
        assertThat(journal().find("nobody@example.com", 10).await()).isEmpty();
        assertThat(journal().release(guid(10)).await()).isFalse();
    }

    @Test
    void all_that_is_known_of_a_person_is_told() {
        commit(page().created("c1", person(10)));
        shipAll();
        commit(page().due(TEN)
                .groups(
                        GroupsTest.known(50, 0),
                        GroupsTest.known(51, 0),
                        GroupsTest.known(52, 0),
                        new GroupChange.Delta(guid(50), List.of(guid(51)), List.of()),
                        new GroupChange.Delta(guid(51), List.of(guid(10), guid(50)), List.of()),
                        new GroupChange.Delta(guid(52), List.of(guid(10)), List.of()))
                .updated("c2", person(10, "title", "A")));
        settle(new Settlement.Postponed(claimOne(), POSTPONED, TEN, "busy", true, false));

        Dossier dossier = dossier(10);

        assertThat(dossier.shadow().image().values("title")).containsExactly("A");
        assertThat(dossier.goneSince()).isEmpty();
        assertThat(dossier.link()).isPresent();
        assertThat(dossier.nextTimer()).contains(TEN);
        assertThat(dossier.lastAnswer().orElseThrow().answer()).isEqualTo(POSTPONED);
        assertThat(dossier.groupPaths())
                .containsExactly(List.of(guid(51)), List.of(guid(52)), List.of(guid(51), guid(50)));
        assertThat(dossier.pending())
                .contains(new Dossier.Pending(
                        ChangeKind.UPDATED,
                        new CorrelationId("c2"),
                        new Origin(Pages.DC, 100, NOON),
                        NOON,
                        1,
                        Optional.of(TEN),
                        false,
                        Optional.of("busy"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("title", new Delta(List.of("old"), List.of("new")))));
    }

    @Test
    void a_person_is_found_by_any_name_in_any_letter_case() {
        commit(page().created("c1", person(10, "mail", "Zoë.O'Neil_1%@example.com", "sAMAccountName", "zoe"))
                .created("c2", person(11, "userPrincipalName", "zoex1@example.com", "description", "zoe")));

        assertThat(journal().find("zoë.o'neil_1%@EXAMPLE.com", 10).await()).containsExactly(guid(10));
        assertThat(journal().find("ZOE", 10).await()).containsExactly(guid(10));
        assertThat(journal().find("zoeX1@example.com", 10).await()).containsExactly(guid(11));
        assertThat(journal().find(guid(11).toString(), 10).await()).containsExactly(guid(11));
        assertThat(journal()
                        .find("cn=person 10,ou=sales,OU=Company,DC=example,DC=com", 10)
                        .await())
                .containsExactly(guid(10));
        assertThat(journal()
                        .find("CN=Person 10,OU=Elsewhere,DC=example,DC=com", 10)
                        .await())
                .isEmpty();
    }

    @Test
    void a_parked_or_postponed_row_is_due_at_once_when_a_person_says_so() {
        commit(page().created("c1", person(10)).created("c2", person(11)).created("c3", person(12)));
        List<OutboxRow> rows = claim();
        settle(
                new Settlement.Parked(rows.get(0), PARKED, "no mail"),
                new Settlement.Parked(rows.get(1), PARKED, "no mail"),
                new Settlement.Postponed(rows.get(2), POSTPONED, TEN, "busy", true, false));
        assertThat(dossier(10).pending().orElseThrow().parkedCause()).contains("no mail");

        assertThat(journal().release(guid(12)).await()).isTrue();
        assertThat(journal().release(guid(12)).await()).isFalse();
        assertThat(journal().releaseParked().await()).isEqualTo(2);

        assertThat(claim()).hasSize(3);
        assertThat(journal().statistics().await().parked()).isZero();
    }

    @Test
    void another_mapping_ships_all_anew_after_everything_else() {
        assertThat(journal().remap("one", MAPPING).await()).isZero();
        commit(page().created("c1", person(10)).created("c2", person(11)).created("c3", person(12)));
        shipAll();
        commit(page().left("c4", guid(11)));
        shipAll();
        commit(page().updated("c5", person(12, "title", "A")));
        settle(new Settlement.Parked(claimOne(), PARKED, "the mapping refuses it"));
        assertThat(journal().remap("one", MAPPING).await()).isZero();

        assertThat(journal().remap("two", MAPPING).await()).isEqualTo(3);

        commit(page().created("c6", person(13)));
        List<OutboxRow> rows = claim();
        assertThat(rows)
                .extracting(OutboxRow::kind)
                .containsExactly(ChangeKind.UPDATED, ChangeKind.CREATED, ChangeKind.REMAPPED, ChangeKind.REMAPPED);
        assertThat(rows.get(2).origin()).isEqualTo(MAPPING);
        assertThat(rows).extracting(OutboxRow::correlationId).doesNotHaveDuplicates();
        reopen();
        assertThat(journal().remap("two", MAPPING).await()).isZero();
    }

    @Test
    void a_row_in_flight_when_the_mapping_changes_is_shipped_again() {
        journal().remap("one", MAPPING).await();
        commit(page().created("c1", person(10)));
        OutboxRow row = claimOne();

        journal().remap("two", MAPPING).await();

        assertThat(acknowledge(row)).isEqualTo(1);
        assertThat(claimOne().kind()).isEqualTo(ChangeKind.REMAPPED);
    }
}
