package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.directory.DirectoryException;
import adsync.journal.Comparison;
import adsync.journal.Comparison.Findings;
import adsync.journal.Comparison.Phase;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Known;
import adsync.journal.GroupSettlement;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.mapping.Adoption;
import adsync.scim.FoundGroup;
import adsync.scim.ScimOutcome;
import adsync.shipper.Whereabouts.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a comparison finds about groups at the provider, and what becomes of that. */
class GroupComparingTest extends ShipperFixture {

    private static final ObjectGuid STAFF = guid(500);
    private static final ObjectGuid TEAM = guid(501);
    private static final int PEOPLE = 40;
    private static final Findings NOTHING = new Findings(2, 0, 0, 0, 0, 0, 0);

    private Provider provider;
    private ComparisonState state;
    private long comparisons;
    private String staff = "";
    private String team = "";

    @BeforeEach
    void employ() {
        journal.shipGroups(true).await();
        provider = provider();
        state = new ComparisonState(meters);
        for (int person = 1; person <= PEOPLE; person++) {
            hired(person(person, "p" + person));
        }
        shipUntilQuiet(provider, 20);
        groups(group(STAFF, "Staff"), group(TEAM, "Team"), added(STAFF, 1, 30), added(TEAM, 1, 2));
        shipGroups();
        staff = id("Staff");
        team = id("Team");
        clock.advance(Duration.ofMinutes(1));
    }

    private String id(String name) {
        return accounts.groups().groups().values().stream()
                .filter(group -> group.displayName().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static Known group(ObjectGuid guid, String name) {
        return new Known(
                new Group(guid, guid(1), "CN=" + name, "CN=" + name + ",DC=example,DC=com", 1, 0), Optional.of(true));
    }

    private static Delta added(ObjectGuid group, long first, long last) {
        return new Delta(
                group,
                LongStream.rangeClosed(first, last)
                        .mapToObj(ShipperFixture::guid)
                        .toList(),
                List.of());
    }

    private List<GroupSettlement> shipGroups() {
        assertReady(provider);
        var delivery = new GroupDelivery(provider, journal, options(), new Verdict(clock, new Random(1)), clock);
        List<GroupSettlement> all = new ArrayList<>();
        var rows = journal.claimGroups(ALL, clock.instant(), 10).await();
        while (!rows.isEmpty()) {
            List<GroupSettlement> some = rows.stream().map(delivery::deliver).toList();
            journal.settleGroups(some).await();
            all.addAll(some);
            rows = journal.claimGroups(ALL, clock.instant(), 10).await();
        }
        clock.advance(Duration.ofMinutes(1));
        return all;
    }

    private Comparing comparing() {
        return new Comparing(
                journal,
                provider,
                new AccountComparison(mapping(), provider::takes, absences),
                new OrphanSearch(whereabouts, retention, clock),
                state,
                clock);
    }

    private Comparison begun(boolean repairing, boolean insisting) {
        Comparison begun = Comparison.begin(++comparisons, repairing, insisting, false, clock.instant());
        journal.comparisons()
                .compared(begun, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
        return begun;
    }

    private Comparison compare(boolean repairing, boolean insisting) {
        Comparing comparing = comparing();
        Comparison now = begun(repairing, insisting);
        while (!now.over()) {
            now = comparing.step(now);
        }
        return now;
    }

    private Findings compared() {
        return compare(true, false).groups();
    }

    private String account(long person) {
        return accounts.named("p" + person + "@example.com").isEmpty()
                ? ""
                : journal.dossier(guid(person))
                        .await()
                        .orElseThrow()
                        .link()
                        .orElseThrow()
                        .providerId();
    }

    private Set<String> members(String group) {
        return new TreeSet<>(accounts.groups().membersOf(group));
    }

    @Test
    void nothing_is_found_where_nothing_differs_in_a_request_a_group() {
        accounts.groups().largestPage(1);
        long before = accounts.groups().requests().size();

        assertThat(compared()).isEqualTo(NOTHING);

        assertThat(accounts.groups()
                        .requests()
                        .subList((int) before, accounts.groups().requests().size()))
                .containsExactly("PAGE 1", "PAGE 2", "MEMBERS " + staff, "MEMBERS " + team);
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @Test
    void names_and_members_that_were_changed_there_are_put_right() {
        Set<String> right = members(staff);
        String stranger = accounts.stranger("stranger@example.com", null);
        accounts.groups().put(new FoundGroup(staff, Optional.of(STAFF.toString()), "By hand"));
        accounts.groups().membersOf(staff).remove(account(1));
        accounts.groups().membersOf(staff).addAll(List.of(account(35), stranger));

        Findings report = compare(false, false).groups();
        assertThat(report.drifted()).isEqualTo(1);
        assertThat(journal.statistics().await().outbox()).isZero();
        assertThat(compared().drifted()).isEqualTo(1);

        assertThat(state.groups())
                .extracting(Finding::kind, Finding::userName, Finding::paths, Finding::repairing)
                .containsExactly(tuple(
                        Finding.Kind.DRIFTED,
                        "By hand",
                        List.of("displayName", "members: 1 missing", "members: 2 more"),
                        true));
        shipGroups();
        assertThat(journal.audit(0, 1000).await())
                .as("a stranger by the provider's id")
                .anyMatch(line -> line.toString().contains(stranger));
        assertThat(members(staff)).isEqualTo(right);
        assertThat(accounts.groups().groups().get(staff))
                .extracting(FoundGroup::displayName)
                .isEqualTo("Staff");
        assertThat(compared()).isEqualTo(NOTHING);
    }

    @Test
    void a_missing_group_is_made_again_with_its_members() {
        Set<String> right = members(staff);
        accounts.groups().drop(staff);

        assertThat(compared().missing()).isEqualTo(1);

        shipGroups();
        assertThat(members(id("Staff"))).isEqualTo(right);
        assertThat(compared()).isEqualTo(NOTHING);
    }

    @Test
    void foreign_and_second_groups_are_told_and_one_whose_group_is_deleted_goes() {
        String foreign = accounts.groups().stranger("Foreign", null);
        String unknown = accounts.groups().stranger("Unknown", guid(600).toString());
        String live = accounts.groups().stranger("Live", guid(601).toString());
        whereabouts.put(guid(601), Standing.OTHER);
        String second = accounts.groups().stranger("Second", STAFF.toString());
        String orphan = accounts.groups().stranger("Orphan", guid(602).toString());
        whereabouts.put(guid(602), Standing.DELETED);

        assertThat(compare(false, false).groups()).isEqualTo(new Findings(7, 0, 0, 0, 3, 1, 1));
        assertThat(journal.statistics().await().outbox()).isZero();
        assertThat(compared()).isEqualTo(new Findings(7, 0, 0, 0, 3, 1, 1));

        shipGroups();
        assertThat(accounts.groups().groups())
                .containsOnlyKeys(staff, team, foreign, unknown, live, second)
                .doesNotContainKey(orphan);
    }

    @Test
    void a_page_is_compared_again_when_the_directory_was_silent_in_the_middle_of_it() {
        accounts.groups().stranger("Orphan", guid(602).toString());
        whereabouts.put(guid(602), Standing.DELETED);
        Comparing comparing = comparing();
        Comparison now = begun(true, false);
        while (now.phase() != Phase.LISTING_GROUPS) {
            now = comparing.step(now);
        }
        Comparison listing = now;
        whereabouts.silent(true);
        assertThatThrownBy(() -> comparing.step(listing)).isInstanceOf(DirectoryException.class);
        whereabouts.silent(false);

        while (!now.over()) {
            now = comparing.step(now);
        }

        assertThat(now.groups()).isEqualTo(new Findings(3, 0, 0, 0, 0, 0, 1));
    }

    @Test
    void too_many_members_that_are_none_any_more_wait_for_a_person() {
        guard = new GuardRules(
                Map.of(HazardKind.MEMBER_REMOVAL, new GuardLimit(2, 0)), Duration.ofHours(1), Duration.ZERO);
        String first = accounts.stranger("first@example.com", null);
        String second = accounts.stranger("second@example.com", null);
        List<String> more = List.of(account(35), account(36), first, second);
        accounts.groups().membersOf(staff).addAll(more);

        compared();
        shipGroups();

        assertThat(members(staff)).containsAll(more);
        assertThat(journal.holds().await()).singleElement().satisfies(hold -> {
            assertThat(hold.kind()).isEqualTo(HazardKind.MEMBER_REMOVAL);
            assertThat(hold.objects()).isEqualTo(4);
        });
        journal.approve(journal.holds().await().getFirst()).await();
        shipGroups();
        assertThat(members(staff)).doesNotContainAnyElementsOf(more).hasSize(30);
    }

    @Test
    void a_list_of_members_that_lacks_many_is_not_believed_unless_a_person_insists() {
        accounts.groups().membersOf(staff).clear();

        assertThat(compared().drifted()).isEqualTo(1);
        assertThat(state.groups())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.paths()).containsExactly("members: 30 missing, too many to be believed"));
        assertThat(shipGroups()).isEmpty();

        compare(true, true);
        shipGroups();
        assertThat(members(staff)).hasSize(30);
    }

    @Test
    void a_provider_that_lists_no_group_is_not_believed() {
        accounts.groups().drop(staff);
        accounts.groups().drop(team);

        Comparison done = compare(true, false);

        assertThat(done.refusal()).contains("listed no group").contains("--yes");
        assertThat(shipGroups()).isEmpty();
    }

    @Test
    void what_the_provider_does_not_keep_is_repaired_once_and_then_only_told() {
        accounts.groups().membersOf(staff).remove(account(1));
        compared();
        shipGroups();
        accounts.groups().membersOf(staff).remove(account(1)); // it drops it again

        Findings second = compared();

        assertThat(second.unkept()).isEqualTo(1);
        assertThat(second.drifted()).isZero();
        assertThat(shipGroups()).isEmpty();
    }

    @Test
    void a_group_with_something_to_ship_is_not_judged() {
        accounts.groups().membersOf(staff).remove(account(1));
        groups(added(STAFF, 35, 35));

        assertThat(compared().drifted()).isZero();
    }

    @Test
    void a_group_that_cannot_be_read_keeps_no_other_from_being_compared() {
        accounts.groups().membersOf(team).remove(account(1));
        accounts.groups().membersAnswer(staff, new ScimOutcome.Failed(500, "too many members"));

        Comparison done = compare(true, false);

        assertThat(done.refusal()).isEmpty();
        assertThat(done.groups().drifted()).isEqualTo(1);
    }

    @Test
    void a_group_that_is_too_large_is_not_read() {
        var groups = new GroupComparing(
                journal, provider, new OrphanSearch(whereabouts, retention, clock), state, clock, 10);
        Comparison begun = Comparison.begin(++comparisons, clock.instant())
                .withGroups(Comparison.Phase.COMPARING_GROUPS, 0, Findings.NONE);
        int before = accounts.groups().requests().size();

        Comparison done = groups.step(groups.step(groups.step(begun)));

        assertThat(done.over()).isTrue();
        assertThat(accounts.groups().requests()).hasSize(before + 1).last().isEqualTo("MEMBERS " + team);
    }

    @Test
    void a_group_that_was_taken_over_by_its_name_keeps_the_members_that_it_had() {
        adoption = Adoption.UNMANAGED;
        provider = provider();
        String theirs = accounts.groups().stranger("Club", null);
        String stranger = accounts.stranger("stranger@example.com", null);
        accounts.groups().membersOf(theirs).add(stranger);
        accounts.groups().uniqueNames();
        groups(group(guid(502), "Club"), added(guid(502), 3, 3));
        shipGroups();
        assertThat(members(theirs)).containsExactlyInAnyOrder(stranger, account(3));

        assertThat(compared()).isEqualTo(new Findings(3, 0, 0, 0, 0, 0, 0));

        assertThat(members(theirs)).contains(stranger);
    }

    @Test
    void more_members_than_one_transaction_takes_are_all_removed() {
        List<String> crowd = new ArrayList<>();
        for (int number = 0; number < 2_500; number++) {
            crowd.add("nobody-" + number);
        }
        accounts.groups().membersOf(staff).addAll(crowd);

        compared();
        shipGroups();

        assertThat(members(staff)).hasSize(30);
        assertThat(compared()).isEqualTo(NOTHING);
    }
}
