package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.CorrelationId;
import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.journal.GroupChange.Complete;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Gone;
import adsync.journal.GroupChange.Known;
import adsync.journal.GroupChange.Members;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.mapping.Adoption;
import adsync.scim.ScimException;
import adsync.scim.ScimGroups;
import adsync.scim.ScimOutcome;
import adsync.shipper.RehearsedGroup.Kind;
import adsync.shipper.RehearsedGroup.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rehearsal tells of groups, and that the provider does not hear of it. */
class GroupRehearsalTest extends ShipperFixture {

    private static final ObjectGuid STAFF = guid(500);
    private static final ObjectGuid TEAM = guid(501);
    private static final int CROWD = 2_000;

    @TempDir
    private Path folder;

    private final List<RehearsedGroup> told = new ArrayList<>();

    @BeforeEach
    void shipping() {
        journal.shipGroups(true).await();
    }

    @Override
    ShipperOptions options() {
        return new ShipperOptions(
                100, Duration.ZERO, 1, 16, deprovisioning, Optional.empty(), adoption, guard, true, absences);
    }

    private static Known group(ObjectGuid guid, String name) {
        return new Known(
                new Group(guid, guid(1), "CN=" + name, "CN=" + name + ",DC=example,DC=com", 1, 0), Optional.of(true));
    }

    private static Delta added(ObjectGuid group, ObjectGuid... members) {
        return new Delta(group, List.of(members), List.of());
    }

    /** A rehearsal of a start into a provider that held accounts before: a comparison follows. */
    private GroupCounts rehearse() throws IOException {
        int asked = accounts.groups().requests().size();
        var before = accounts.groups().groups();
        told.clear();
        try (var rehearsal = new Rehearsal(
                client(), journal, mapping(), options(), folder.resolve("accounts"), clock, new Random(1), meters)) {
            rehearsal.copyAccounts().await();
            rehearsal.comparing(whereabouts, Optional.empty(), Optional.empty());
            RehearsalSummary summary = rehearsal.run(one -> {
                if (one instanceof RehearsedGroup group) {
                    told.add(group);
                }
            });
            return summary.groups();
        } finally {
            assertThat(accounts.groups().groups()).isEqualTo(before);
            List<String> requests = accounts.groups().requests();
            assertThat(requests.subList(asked, requests.size()))
                    .noneMatch(request -> request.matches("(POST|PATCH|DELETE).*"))
                    .doesNotHaveDuplicates();
        }
    }

    /** Ships accounts and groups in earnest. */
    private void shipEverything() {
        Provider provider = provider();
        ship(provider);
        var delivery = new GroupDelivery(provider, journal, options(), new Verdict(clock, new Random(1)), clock);
        var rows = journal.claimGroups(ALL, clock.instant(), 10).await();
        while (!rows.isEmpty()) {
            journal.settleGroups(rows.stream().map(delivery::deliver).toList()).await();
            rows = journal.claimGroups(ALL, clock.instant(), 10).await();
        }
    }

    @Test
    void new_groups_are_told_with_members_who_are_new_themselves() throws IOException {
        hired(person(1, "ada"));
        groups(group(STAFF, "Staff"), group(TEAM, "Team"), added(STAFF, guid(1), TEAM));

        GroupCounts counts = rehearse();

        assertThat(counts.count(Kind.CREATE)).isEqualTo(2);
        assertThat(counts.membersAdded()).isEqualTo(2);
        assertThat(counts.unchanged()).isZero();
        assertThat(told)
                .filteredOn(one -> one.displayName().equals("Staff"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.dn()).isEqualTo("CN=Staff,DC=example,DC=com");
                    assertThat(one.kinds()).containsExactly(Kind.CREATE, Kind.ADD_MEMBERS);
                    assertThat(one.added().first())
                            .containsExactlyInAnyOrder(
                                    new Member("new:" + guid(1), "ada@example.com"), new Member("new:" + TEAM, "Team"));
                    assertThat(one.removed()).isEqualTo(RehearsedGroup.Members.NONE);
                });
    }

    @Test
    void a_large_group_is_told_by_its_first_members_and_their_number() throws IOException {
        for (int person = 1; person <= CROWD; person++) {
            hired(person(person, "p" + person));
        }
        List<ObjectGuid> crowd =
                LongStream.rangeClosed(1, CROWD).mapToObj(ShipperFixture::guid).toList();
        groups(group(STAFF, "Staff"), new Members(STAFF, crowd, 1), new Complete(STAFF, 1, 1));

        assertThat(rehearse().membersAdded()).isEqualTo(CROWD);

        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.added().count()).isEqualTo(CROWD);
            assertThat(one.added().first()).hasSize(RehearsedGroup.Members.MOST).doesNotHaveDuplicates();
        });
    }

    @Test
    void what_changes_in_a_group_that_is_there_is_told() throws IOException {
        hired(person(1, "ada"), person(2, "bob"));
        groups(group(STAFF, "Staff"), group(TEAM, "Team"), added(STAFF, guid(1)));
        shipEverything();
        groups(group(STAFF, "Everybody"), new Delta(STAFF, List.of(guid(2)), List.of(guid(1))));

        GroupCounts counts = rehearse();

        assertThat(counts.count(Kind.RENAME)).isEqualTo(1);
        assertThat(counts.membersAdded()).isEqualTo(1);
        assertThat(counts.membersRemoved()).isEqualTo(1);
        assertThat(counts.unchanged()).isEqualTo(1);
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.nameBefore()).contains("Staff");
            assertThat(one.displayName()).isEqualTo("Everybody");
            assertThat(one.added().first()).extracting(Member::name).containsExactly("bob@example.com");
            assertThat(one.removed().first()).extracting(Member::name).containsExactly("ada@example.com");
        });
    }

    @Test
    void a_group_that_is_there_already_is_taken_over_and_a_namesake_is_told() throws IOException {
        accounts.stranger("eve@example.com", null); // so that what is there is looked for
        String own = accounts.groups().stranger("Crew", STAFF.toString());
        String other = accounts.groups().stranger("Team", null);
        groups(group(STAFF, "Staff"), group(TEAM, "Team"));

        GroupCounts counts = rehearse();

        assertThat(counts.count(Kind.LINK)).isEqualTo(1);
        assertThat(told)
                .filteredOn(one -> one.groupId().filter(own::equals).isPresent())
                .singleElement()
                .satisfies(one -> assertThat(one.kinds()).containsExactly(Kind.LINK, Kind.RENAME));
        assertThat(told)
                .filteredOn(one -> one.groupId().isEmpty())
                .singleElement()
                .satisfies(one -> assertThat(one.cause()).contains(other));
    }

    @Test
    void a_group_that_vanished_is_told_as_new_with_all_members_and_its_parent_with_the_new_one() throws IOException {
        hired(person(1, "ada"));
        groups(group(STAFF, "Staff"), group(TEAM, "Team"), added(TEAM, guid(1)));
        shipEverything();
        String team = accounts.groups().findByName("Team").await().getFirst().id();
        accounts.groups().delete(new CorrelationId("by-hand"), team).await();
        groups(added(STAFF, TEAM));
        groups(group(TEAM, "Crew"));

        rehearse();

        assertThat(told)
                .filteredOn(one -> one.displayName().equals("Crew"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.kinds()).containsExactly(Kind.CREATE, Kind.ADD_MEMBERS);
                    assertThat(one.added().count()).isEqualTo(1);
                });
        assertThat(told)
                .filteredOn(one -> one.displayName().equals("Staff"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.kinds()).containsExactly(Kind.ADD_MEMBERS);
                    assertThat(one.added().first()).containsExactly(new Member("new:" + TEAM, "Crew"));
                });
    }

    @Test
    void deletions_pass_the_guard_or_are_held() throws IOException {
        groups(group(STAFF, "Staff"), group(TEAM, "Team"));
        shipEverything();
        groups(new Gone(STAFF));
        assertThat(rehearse().count(Kind.DELETE)).isEqualTo(1);
        guard = new GuardRules(
                Map.of(HazardKind.DELETE, new GuardLimit(0, 0)), Duration.ofHours(1), Duration.ofSeconds(1));
        groups(new Gone(TEAM));

        GroupCounts counts = rehearse();

        assertThat(counts.count(Kind.DELETE)).isZero();
        assertThat(counts.held()).containsEntry(Kind.DELETE, 1L);
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.held()).isTrue();
            assertThat(one.displayName()).isEqualTo("Team");
            assertThat(one.cause()).contains("waits for approval");
        });

        assertThat(rehearse().held()).isEmpty();
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.cause()).startsWith("held already"));
    }

    @Test
    void members_who_would_wait_for_an_approval_are_told_and_who_comes_is_told_as_well() throws IOException {
        hired(person(1, "ada"), person(2, "bob"), person(3, "cyd"), person(4, "dan"));
        groups(group(STAFF, "Staff"), added(STAFF, guid(1), guid(2), guid(3)));
        shipEverything();
        guard = new GuardRules(
                Map.of(HazardKind.MEMBER_REMOVAL, new GuardLimit(2, 0)), Duration.ofHours(1), Duration.ofSeconds(1));
        groups(new Delta(STAFF, List.of(guid(4)), List.of(guid(1), guid(2), guid(3))));

        GroupCounts counts = rehearse();

        assertThat(counts.held()).containsExactly(Map.entry(Kind.REMOVE_MEMBERS, 1L));
        assertThat(counts.counts()).containsExactly(Map.entry(Kind.ADD_MEMBERS, 1L));
        assertThat(counts.membersAdded()).isEqualTo(1);
        assertThat(counts.membersRemoved()).isZero();
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.held()).isTrue();
            assertThat(one.heldKinds()).containsExactly(Kind.REMOVE_MEMBERS);
            assertThat(one.removed().count()).isEqualTo(3);
            assertThat(one.removed().first()).extracting(Member::name).contains("ada@example.com");
            assertThat(one.cause()).contains("member_removal").contains("waits for approval");
        });
    }

    @Test
    void a_group_of_which_all_that_would_happen_waits_is_told_with_its_id() throws IOException {
        hired(person(1, "ada"), person(2, "bob"));
        groups(group(STAFF, "Staff"), added(STAFF, guid(1), guid(2)));
        shipEverything();
        guard = new GuardRules(
                Map.of(HazardKind.MEMBER_REMOVAL, new GuardLimit(0, 0)), Duration.ofHours(1), Duration.ofSeconds(1));
        groups(new Delta(STAFF, List.of(), List.of(guid(1))));

        rehearse();

        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.held()).isTrue();
            assertThat(accounts.groups().groups()).containsKey(one.groupId().orElse(""));
        });
    }

    @Test
    void members_that_a_group_which_is_taken_over_would_lose_are_told() throws IOException {
        accounts.stranger("eve@example.com", null);
        String own = accounts.groups().stranger("Staff", STAFF.toString());
        String other = accounts.groups().stranger("Team", null);
        for (String group : List.of(own, other)) {
            accounts.groups()
                    .add(new CorrelationId("by-hand"), group, List.of(new ScimGroups.Member("intruder", false)))
                    .await();
        }
        adoption = Adoption.UNMANAGED;
        hired(person(1, "ada"));
        groups(group(STAFF, "Staff"), group(TEAM, "Team"), added(STAFF, guid(1)), added(TEAM, guid(1)));

        GroupCounts counts = rehearse();

        assertThat(counts.membersAdded()).isEqualTo(2);
        assertThat(counts.membersRemoved()).as("of the one with our key only").isEqualTo(1);
        assertThat(told)
                .filteredOn(one -> one.groupId().filter(own::equals).isPresent())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.kinds()).containsExactly(Kind.LINK, Kind.ADD_MEMBERS, Kind.REMOVE_MEMBERS);
                    assertThat(one.removed().first()).extracting(Member::id).containsExactly("intruder");
                });
    }

    @Test
    void groups_whose_own_groups_are_deleted_are_told() throws IOException {
        accounts.stranger("eve@example.com", null);
        String orphan = accounts.groups().stranger("Old", TEAM.toString());
        whereabouts.put(TEAM, Whereabouts.Standing.DELETED);

        assertThat(rehearse().count(Kind.DELETE)).isEqualTo(1);

        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.groupId()).contains(orphan));
    }

    @Test
    void two_groups_of_one_key_park_it() throws IOException {
        accounts.stranger("eve@example.com", null);
        accounts.groups().stranger("Staff", STAFF.toString());
        accounts.groups().stranger("Crew", STAFF.toString());
        groups(group(STAFF, "Staff"));

        assertThat(rehearse().count(Kind.PARK)).isEqualTo(1);
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.kinds()).containsExactly(Kind.PARK));

        assertThat(rehearse().counts()).isEmpty();
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.cause()).startsWith("parked already"));
    }

    @Test
    void a_provider_that_does_not_answer_about_groups_ends_it() {
        groups(group(STAFF, "Staff"));
        accounts.groups().readingsAnswer(new ScimOutcome.Denied(401, "who are you"));

        assertThatThrownBy(this::rehearse).isInstanceOf(ScimException.class);
    }
}
