package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.PARKED;
import static adsync.journal.Pages.POSTPONED;
import static adsync.journal.Pages.SALES;
import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Known;
import adsync.journal.GroupSettlement.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator asks about one shipped group. */
class GroupDossierTest extends JournalFixture {

    private static final ObjectGuid STAFF = guid(50);
    private static final String DN = "CN=Zoë's,OU=Sales";
    private static final Instant LATER = NOON.plusSeconds(60);

    @BeforeEach
    void company() {
        journal().shipGroups(true).await();
        commit(containers().created("c10", person(10)));
        shipAll();
        commit(page().groups(known(true), new Delta(STAFF, List.of(guid(10)), List.of())));
    }

    private static Known known(boolean ours) {
        return new Known(new Group(STAFF, SALES, "CN=Zoë's", DN, 100, 0), Optional.of(ours));
    }

    private void settle(Answer answer, Optional<GroupLink> link, Ending ending) {
        GroupRow row = journal().claimGroups(ALL, clock().instant(), 1).await().getFirst();
        List<MemberEdit> done = link.isPresent() ? row.members() : List.of();
        journal()
                .settleGroups(List.of(new GroupSettlement(row, answer, link, done, Map.of(), ending)))
                .await();
    }

    private GroupDossier dossier() {
        return journal().groups().dossier(STAFF).await().orElseThrow();
    }

    @Test
    void nothing_is_known_of_who_is_no_group() {
        assertThat(journal().groups().dossier(guid(10)).await()).isEmpty();
    }

    @Test
    void a_group_is_found_by_its_distinguished_name_and_tried_again() {
        settle(PARKED, Optional.empty(), new Ending.Parked());

        assertThat(journal().find("cn=ZOË's,ou=sales", 10).await()).containsExactly(STAFF);
        assertThat(journal().find("CN=Zoë's,OU=Sale", 10).await()).isEmpty();
        assertThat(journal().find("CN=%,OU=Sales", 10).await()).isEmpty();
        assertThat(journal().release(STAFF).await()).isTrue();
    }

    @Test
    void what_waits_and_why_is_told() {
        Dossier.Pending fresh = dossier().pending().orElseThrow();
        assertThat(fresh.kind()).isEqualTo(ChangeKind.CREATED);
        assertThat(fresh.since()).isEqualTo(NOON);
        assertThat(fresh.cause()).isEmpty();

        settle(POSTPONED, Optional.empty(), new Ending.Postponed(LATER, true, false));
        Dossier.Pending postponed = dossier().pending().orElseThrow();
        assertThat(postponed.nextTry()).contains(LATER);
        assertThat(postponed.attempts()).isEqualTo(1);
        assertThat(postponed.cause()).contains(POSTPONED.detail());
        assertThat(postponed.parkedCause()).isEmpty();

        clock().advance(Duration.ofMinutes(2));
        settle(PARKED, Optional.empty(), new Ending.Parked());
        assertThat(dossier().pending().orElseThrow().parkedCause()).contains(PARKED.detail());
        assertThat(dossier().link()).isEmpty();
        assertThat(dossier().presence()).isEqualTo(Presence.PRESENT);
    }

    @Test
    void what_the_provider_has_is_told_also_while_no_groups_are_shipped() {
        settle(SHIPPED, Optional.of(new GroupLink("g1", "Zoë's", true)), new Ending.Acknowledged());
        GroupDossier shipped = dossier();
        assertThat(shipped)
                .isEqualTo(new GroupDossier(
                        STAFF,
                        DN,
                        "Zoë's",
                        Presence.PRESENT,
                        true,
                        Optional.of(new GroupLink("g1", "Zoë's", true)),
                        1,
                        Optional.empty()));

        commit(page().groups(known(false)));
        assertThat(dossier().presence()).isEqualTo(Presence.LEFT);
        assertThat(dossier().pending().orElseThrow().kind()).isEqualTo(ChangeKind.LEFT_SCOPE);

        journal().shipGroups(false).await();
        assertThat(dossier().shipping()).isFalse();
        assertThat(dossier().pending()).isEmpty();
    }
}
