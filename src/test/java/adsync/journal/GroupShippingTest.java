package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.CONTEXT;
import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.SALES;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.GroupChange.Complete;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Gone;
import adsync.journal.GroupChange.Known;
import adsync.journal.GroupChange.Members;
import adsync.journal.GroupSettlement.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that are shipped themselves: what the provider has yet to hear of them, and of whom in them. */
class GroupShippingTest extends JournalFixture {

    private static final Origin ORIGIN = new Origin(Pages.DC, 0, NOON);
    private static final ObjectGuid STAFF = guid(50);
    private static final ObjectGuid TEAM = guid(51);

    @BeforeEach
    void company() {
        journal().shipGroups(true).await();
        commit(containers().created("c10", person(10)).created("c11", person(11)));
        shipAll();
    }

    private static Known group(ObjectGuid guid, String rdn, boolean ours) {
        return new Known(new Group(guid, SALES, rdn, rdn + ",OU=Sales", 100, 0), Optional.of(ours));
    }

    private void groups(GroupChange... changes) {
        commit(page().groups(changes));
    }

    private static Delta added(ObjectGuid group, long... members) {
        return new Delta(group, LongStream.of(members).mapToObj(Pages::guid).toList(), List.of());
    }

    private static Delta removed(ObjectGuid group, long... members) {
        return new Delta(
                group, List.of(), LongStream.of(members).mapToObj(Pages::guid).toList());
    }

    private List<GroupRow> claimGroups() {
        return journal().claimGroups(ALL, clock().instant(), 10).await();
    }

    private int settleGroup(GroupSettlement settlement) {
        return journal().settleGroups(List.of(settlement)).await();
    }

    private static GroupLink link(GroupRow row) {
        return new GroupLink("group-" + row.objectGuid(), row.displayName(), false);
    }

    /** The provider does all that is asked. */
    private int ship(GroupRow row) {
        return settleGroup(new GroupSettlement(
                row,
                Pages.SHIPPED,
                row.present() ? Optional.of(link(row)) : Optional.empty(),
                row.members(),
                Map.of(),
                new Ending.Acknowledged()));
    }

    private void shipGroups() {
        List<GroupRow> rows = claimGroups();
        while (!rows.isEmpty()) {
            rows.forEach(this::ship);
            rows = claimGroups();
        }
    }

    private static String account(long person) {
        return "account-" + guid(person);
    }

    /** The shipper of a group sleeps while nobody of its own partition changes. */
    @Test
    void who_ships_hears_of_groups_that_users_made_due() {
        var told = new AtomicLong();
        journal().onReleased(told::addAndGet);

        groups(
                group(STAFF, "CN=Staff", true),
                new Members(STAFF, List.of(guid(10), guid(12)), 7),
                new Complete(STAFF, 7, 1));
        assertThat(told.getAndSet(0)).isPositive();

        shipGroups();
        told.set(0);
        commit(page().created("c12", person(12)));
        assertThat(told.get()).isZero();
        shipAll(); // its account is there now, and the group may have it
        assertThat(told.get()).isPositive();
    }

    @Test
    void a_group_is_shipped_with_its_name_and_the_accounts_of_its_members() {
        groups(
                group(STAFF, "CN=Staff\\, all", true),
                new Members(STAFF, List.of(guid(10), guid(11)), 7),
                new Complete(STAFF, 7, 1));

        GroupRow row = claimGroups().getFirst();

        assertThat(row.kind()).isEqualTo(ChangeKind.CREATED);
        assertThat(row.displayName()).isEqualTo("Staff, all");
        assertThat(row.link()).isEmpty();
        assertThat(row.members())
                .extracting(edit -> edit.adds().orElseThrow())
                .containsExactly(account(10), account(11));
        assertThat(row.members()).allMatch(edit -> edit.removes().isEmpty() && !edit.group());
        assertThat(journal().statistics().await().outbox()).isEqualTo(1);
        assertThat(ship(row)).isZero();
        assertThat(claimGroups()).isEmpty();
        assertThat(journal().statistics().await().outbox()).isZero();
    }

    @Test
    void a_change_of_one_member_is_one_difference_and_changes_of_it_are_gathered() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 10));
        shipGroups();

        groups(added(STAFF, 11));
        groups(removed(STAFF, 11));
        groups(added(STAFF, 11));
        groups(removed(STAFF, 10));
        groups(added(STAFF, 10));

        GroupRow row = claimGroups().getFirst();
        assertThat(row.kind()).isEqualTo(ChangeKind.UPDATED);
        assertThat(row.members()).singleElement().satisfies(edit -> {
            assertThat(edit.member()).isEqualTo(guid(11));
            assertThat(edit.adds()).contains(account(11));
        });
    }

    @Test
    void a_member_without_an_account_follows_when_it_has_one() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 12));
        assertThat(claimGroups().getFirst().members()).isEmpty();
        reopen();
        shipGroups();

        commit(page().created("c12", person(12)));
        assertThat(claimGroups()).isEmpty();
        shipAll();

        GroupRow row = claimGroups().getFirst();
        assertThat(row.members()).extracting(edit -> edit.adds().orElseThrow()).containsExactly(account(12));
        ship(row);
    }

    @Test
    void a_member_who_goes_stays_in_its_groups_until_that_is_shipped() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 10));
        shipGroups();

        commit(page().deleted("d10", guid(10)));
        groups(group(STAFF, "CN=Staff", true)); // nothing new
        assertThat(claimGroups()).isEmpty();
        OutboxRow deletion = claimOne();
        settle(new Settlement.Acknowledged(deletion, Pages.SHIPPED, deletion.link()));

        GroupRow row = claimGroups().getFirst();
        assertThat(row.members()).singleElement().satisfies(edit -> {
            assertThat(edit.removes()).containsExactly(account(10));
            assertThat(edit.adds()).isEmpty();
        });
        ship(row);
        commit(page().created("back", person(10)));
        shipAll();
        groups(added(STAFF, 10));
        assertThat(claimGroups().getFirst().members())
                .extracting(edit -> edit.adds().orElseThrow())
                .containsExactly(account(10));
    }

    @Test
    void what_was_sent_without_an_answer_is_removed_before_it_is_added_again() {
        groups(group(STAFF, "CN=Staff", true));
        shipGroups();
        groups(added(STAFF, 10));
        claimGroups();
        reopen();

        GroupRow again = claimGroups().getFirst();

        assertThat(again.claimedBefore()).isTrue();
        assertThat(again.members()).singleElement().satisfies(edit -> {
            assertThat(edit.removes()).containsExactly(account(10));
            assertThat(edit.adds()).contains(account(10));
        });
    }

    @Test
    void what_was_sent_without_an_answer_is_removed_if_the_member_left_meanwhile() {
        groups(group(STAFF, "CN=Staff", true));
        shipGroups();
        groups(added(STAFF, 10));
        claimGroups();
        groups(removed(STAFF, 10));
        reopen();

        assertThat(claimGroups().getFirst().members()).singleElement().satisfies(edit -> {
            assertThat(edit.removes()).containsExactly(account(10));
            assertThat(edit.adds()).isEmpty();
        });
    }

    @Test
    void a_member_that_changes_while_the_group_is_shipped_is_shipped_next() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 10));
        GroupRow row = claimGroups().getFirst();
        groups(removed(STAFF, 10), added(STAFF, 11));

        assertThat(ship(row)).isEqualTo(1);

        assertThat(claimGroups().getFirst().members())
                .satisfiesExactlyInAnyOrder(
                        edit -> assertThat(edit.removes()).containsExactly(account(10)),
                        edit -> assertThat(edit.adds()).contains(account(11)));
    }

    @Test
    void a_group_in_a_group_is_a_member_once_it_is_at_the_provider() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 51));
        shipGroups();
        groups(group(TEAM, "CN=Team", true));
        ship(claimGroups().getFirst());

        GroupRow staff = claimGroups().getFirst();
        assertThat(staff.objectGuid()).isEqualTo(STAFF);
        assertThat(staff.members()).singleElement().satisfies(edit -> {
            assertThat(edit.adds()).contains("group-" + TEAM);
            assertThat(edit.group()).isTrue();
        });
        ship(staff);

        groups(group(TEAM, "CN=Team", false));
        GroupRow team = claimGroups().stream()
                .filter(row -> row.objectGuid().equals(TEAM))
                .findFirst()
                .orElseThrow();
        assertThat(team.present()).isFalse();
        assertThat(team.kind()).isEqualTo(ChangeKind.LEFT_SCOPE);
    }

    @Test
    void a_group_that_is_renamed_and_one_that_is_deleted_are_shipped() {
        groups(group(STAFF, "CN=Staff", true), group(TEAM, "CN=Team", true), added(TEAM, 10));
        shipGroups();

        groups(group(STAFF, "CN=Everybody", true), new Gone(TEAM));

        List<GroupRow> rows = claimGroups();
        assertThat(rows).extracting(GroupRow::kind).containsExactly(ChangeKind.UPDATED, ChangeKind.DELETED);
        assertThat(rows.getFirst().displayName()).isEqualTo("Everybody");
        assertThat(rows.getFirst().link().orElseThrow().displayName()).isEqualTo("Staff");
        rows.forEach(this::ship);
        assertThat(claimGroups()).isEmpty();
        assertThat(journal().groups().shipped(CONTEXT.guid()).await()).isEqualTo(Set.of(STAFF));
    }

    @Test
    void a_refused_member_waits_alone_and_the_group_is_parked_with_the_cause() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 10, 11));
        GroupRow row = claimGroups().getFirst();
        MemberEdit refused = row.members().getFirst();
        settleGroup(new GroupSettlement(
                row,
                Pages.SHIPPED,
                Optional.of(link(row)),
                List.of(row.members().get(1)),
                Map.of(refused, "unknown member"),
                new Ending.Acknowledged()));

        assertThat(journal().parked(10).await()).singleElement().satisfies(parked -> {
            assertThat(parked.objectGuid()).isEqualTo(STAFF);
            assertThat(parked.cause()).isEqualTo("unknown member");
        });
        assertThat(claimGroups()).isEmpty();
        assertThat(journal().find(STAFF.toString(), 5).await()).containsExactly(STAFF);
        assertThat(journal().release(STAFF).await()).isTrue();
        assertThat(claimGroups().getFirst().members())
                .extracting(MemberEdit::member)
                .containsExactly(guid(10));
    }

    @Test
    void a_postponed_group_is_due_at_its_time_and_a_parked_one_at_its_next_change() {
        groups(group(STAFF, "CN=Staff", true));
        GroupRow row = claimGroups().getFirst();
        var later = new Ending.Postponed(NOON.plusSeconds(5), true, false);
        settleGroup(new GroupSettlement(row, Pages.POSTPONED, Optional.empty(), List.of(), Map.of(), later));
        assertThat(postponed(9).first())
                .extracting(UnshippedObject::nextTry)
                .containsExactly(Optional.of(NOON.plusSeconds(5)));
        assertThat(claimGroups()).isEmpty();
        assertThat(journal().nextDue(ALL).await()).contains(NOON.plusSeconds(5));
        clock().advance(Duration.ofSeconds(5));
        row = claimGroups().getFirst();
        assertThat(row.attempts()).isEqualTo(1);

        settleGroup(new GroupSettlement(row, Pages.PARKED, Optional.empty(), List.of(), Map.of(), new Ending.Parked()));

        assertThat(claimGroups()).isEmpty();
        assertThat(journal().statistics().await().parked()).isEqualTo(1);
        groups(added(STAFF, 10));
        assertThat(claimGroups()).hasSize(1);
        assertThat(journal().statistics().await().parked()).isZero();
    }

    @Test
    void a_group_that_was_lost_at_the_provider_is_shipped_whole_again() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 10, 11));
        shipGroups();
        groups(removed(STAFF, 11));
        GroupRow row = claimGroups().getFirst();
        var at = new Ending.Postponed(NOON, false, true);
        settleGroup(new GroupSettlement(row, Pages.POSTPONED, Optional.empty(), List.of(), Map.of(), at));

        GroupRow again = claimGroups().getFirst();

        assertThat(again.link()).isEmpty();
        assertThat(again.members()).singleElement().matches(edit -> edit.adds().equals(Optional.of(account(10))));
    }

    @Test
    void nothing_is_noted_while_groups_are_not_shipped_and_all_is_compared_when_they_are_again() {
        groups(group(STAFF, "CN=Staff", true), added(STAFF, 10));
        shipGroups();
        journal().shipGroups(false).await();
        groups(
                new Known(new Group(STAFF, SALES, "CN=Staff", "CN=Staff,OU=Sales", 100, 0), Optional.empty()),
                added(STAFF, 11));
        assertThat(claimGroups()).isEmpty();
        assertThat(journal().statistics().await().outbox()).isZero();
        reopen();

        journal().shipGroups(true).await();
        reopen();
        assertThat(claimGroups()).isEmpty();
        assertThat(journal().groups().noteMembers(10, ORIGIN).await()).isTrue();
        assertThat(journal().groups().noteMembers(10, ORIGIN).await()).isFalse();

        assertThat(claimGroups().getFirst().members())
                .extracting(MemberEdit::member)
                .containsExactly(guid(11));
    }

    @Test
    void the_end_of_many_groups_is_held_and_decided_on_like_that_of_users() {
        groups(group(STAFF, "CN=Staff", true), group(TEAM, "CN=Team", true));
        shipGroups();
        groups(new Gone(STAFF), new Gone(TEAM));
        var rules = new GuardRules(Map.of(HazardKind.DELETE, new GuardLimit(0, 0)), Duration.ofHours(1), Duration.ZERO);
        for (GroupRow row : claimGroups()) {
            var hazard = new Hazard(row.objectGuid(), Set.of(HazardKind.DELETE));
            Ruling ruling =
                    journal().judge(List.of(hazard), rules, NOON).await().getFirst();
            var held = new Ending.Held(((Ruling.Held) ruling).hold());
            var answer = new Answer(ChangeSettled.Outcome.HELD, 0, "held");
            settleGroup(new GroupSettlement(row, answer, row.link(), List.of(), Map.of(), held));
        }
        Hold hold = journal().holds().await().getFirst();
        assertThat(journal().held(hold.id(), 0, 10).await())
                .extracting(HeldObject::objectGuid)
                .containsExactly(STAFF, TEAM);
        assertThat(journal().statistics().await().held()).isEqualTo(2);
        assertThat(claimGroups()).isEmpty();

        assertThat(journal().approve(hold).await()).isTrue();

        assertThat(claimGroups()).hasSize(2);
        assertThat(journal().statistics().await().held()).isZero();
    }
}
