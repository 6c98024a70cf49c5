package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Gone;
import adsync.journal.GroupRow;
import adsync.journal.GroupSettlement;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.Hazard;
import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Ruling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Members who are taken out of a group in bulk wait for a person. */
class GroupGuardTest extends GroupFixture {

    private static GuardRules members(int count, int percent) {
        return new GuardRules(
                Map.of(HazardKind.MEMBER_REMOVAL, new GuardLimit(count, percent)), Duration.ofHours(1), Duration.ZERO);
    }

    private static Delta removed(long first, long last) {
        return new Delta(
                STAFF,
                List.of(),
                LongStream.rangeClosed(first, last)
                        .mapToObj(ShipperFixture::guid)
                        .toList());
    }

    /** Accounts of so many people, all but the last one in the group. */
    private Provider employed(int people) {
        Provider provider = provider();
        hired(LongStream.rangeClosed(1, people)
                .mapToObj(number -> person(number, "person" + number))
                .toArray(Image[]::new));
        shipUntilQuiet(provider, people);
        groups(staff(), added(LongStream.range(1, people).toArray()));
        shipGroups(provider);
        assertThat(members()).hasSize(people - 1);
        return provider;
    }

    private Hold hold() {
        List<Hold> holds = journal.holds().await();
        assertThat(holds).hasSize(1);
        return holds.getFirst();
    }

    @Test
    void many_members_who_are_taken_out_wait_for_a_person_and_who_comes_does_not() {
        guard = members(2, 0);
        Provider provider = employed(8);

        groups(removed(1, 4), added(8));
        List<GroupSettlement> settled = shipGroups(provider);

        assertThat(settled).extracting(one -> one.answer().outcome()).containsExactly(Outcome.SHIPPED, Outcome.HELD);
        assertThat(members()).hasSize(8);
        assertThat(hold().kind()).isEqualTo(HazardKind.MEMBER_REMOVAL);
        assertThat(hold().objects()).isEqualTo(4);
        assertThat(hold().limit()).isEqualTo(2);
        assertThat(journal.statistics().await().held()).isEqualTo(1);
        assertThat(journal.held(hold().id(), 0, 10).await())
                .singleElement()
                .satisfies(held -> assertThat(held.objectGuid()).isEqualTo(STAFF));

        groups(removed(8, 8));
        groups(added(1));
        shipGroups(provider);
        assertThat(members()).hasSize(8);
        assertThat(hold().objects()).isEqualTo(4);

        journal.approve(hold()).await();
        shipGroups(provider);

        assertThat(members()).hasSize(4);
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @Test
    void members_who_are_taken_out_by_mistake_and_come_back_end_the_hold() {
        guard = members(2, 0);
        Provider provider = employed(8);
        groups(removed(1, 4));
        shipGroups(provider);
        assertThat(hold().state()).isEqualTo(Hold.State.OPEN);

        groups(added(1, 2, 3, 4));
        shipGroups(provider);

        assertThat(hold().state()).isEqualTo(Hold.State.LAPSED);
        assertThat(members()).hasSize(7);
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @Test
    void a_rejected_removal_is_parked_and_asked_for_again_at_the_next_change() {
        guard = members(2, 0);
        Provider provider = employed(8);
        groups(removed(1, 4));
        shipGroups(provider);

        journal.reject(hold().id()).await();
        shipGroups(provider);

        assertThat(members()).hasSize(7);
        assertThat(journal.parked(10).await())
                .singleElement()
                .satisfies(parked -> assertThat(parked.cause()).startsWith("rejected"));
    }

    @Test
    void a_few_who_are_taken_out_pass_until_they_are_too_many_within_the_window() {
        guard = members(2, 0);
        Provider provider = employed(8);

        groups(removed(1, 1));
        shipGroups(provider);
        groups(removed(2, 2));
        shipGroups(provider);
        assertThat(members()).hasSize(5);
        groups(removed(3, 3));
        shipGroups(provider);

        assertThat(members()).hasSize(5);
        assertThat(hold().objects()).isEqualTo(1);
    }

    @Test
    void who_goes_from_a_group_because_the_user_is_gone_does_not_count() {
        guard = members(0, 0);
        Provider provider = employed(8);

        LongStream.rangeClosed(1, 4).forEach(this::gone);
        ship(provider);
        shipGroups(provider);

        assertThat(members()).hasSize(3);
        assertThat(journal.holds().await()).isEmpty();
    }

    @Test
    void more_members_than_one_claim_takes_are_judged_as_a_whole_and_approved_once() {
        guard = members(0, 90);
        Provider provider = employed(602);

        groups(removed(1, 600));
        shipGroups(provider);
        assertThat(members()).hasSize(601);
        assertThat(hold().objects()).isEqualTo(600);
        groups(added(602));
        shipGroups(provider);
        assertThat(members()).hasSize(602);

        journal.approve(hold()).await();
        shipGroups(provider);

        assertThat(members()).hasSize(2);
        assertThat(hold().state()).isEqualTo(Hold.State.APPROVED);
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @Test
    void what_passed_goes_and_what_came_to_it_before_it_was_shipped_is_judged() {
        guard = members(2, 0);
        Provider provider = employed(8);
        groups(removed(1, 2));
        GroupRow row = journal.claimGroups(ALL, clock.instant(), 10).await().getFirst();
        assertThat(row.leaving().count()).isEqualTo(2);
        journal.judge(
                        List.of(new Hazard(
                                STAFF,
                                Map.of(HazardKind.MEMBER_REMOVAL, 2L),
                                row.leaving().newest())),
                        guard,
                        clock.instant())
                .await();
        journal.settleGroups(List.of(new GroupParcel(row).postponed(503, "busy", clock.instant(), false, false)))
                .await();

        groups(removed(3, 6));
        shipGroups(provider);

        assertThat(members()).hasSize(5);
        assertThat(hold().objects()).isEqualTo(4);
    }

    @Test
    void an_approval_is_of_those_who_were_seen_and_covers_no_later_ones() {
        guard = members(2, 0);
        Provider provider = employed(20);
        groups(removed(1, 4));
        shipGroups(provider);
        Hold seen = hold();
        assertThat(journal.approve(seen).await()).isTrue();

        groups(removed(5, 8));
        shipGroups(provider);

        assertThat(members()).as("the four who were seen are gone").hasSize(15);
        assertThat(journal.holds().await())
                .filteredOn(hold -> hold.state() == Hold.State.OPEN)
                .singleElement()
                .satisfies(hold -> assertThat(hold.objects()).isEqualTo(4));
    }

    @Test
    void others_than_were_seen_are_noticed_although_they_are_as_many() {
        guard = members(2, 0);
        Provider provider = employed(20);
        groups(removed(1, 4));
        shipGroups(provider);
        Hold seen = hold();

        groups(new Delta(STAFF, List.of(guid(1)), List.of(guid(5))));
        shipGroups(provider);

        assertThat(hold().objects()).isEqualTo(4);
        assertThat(journal.approve(seen).await()).isFalse();
        assertThat(journal.approve(hold()).await()).isTrue();
        shipGroups(provider);
        assertThat(members()).hasSize(15);
    }

    @Test
    void a_group_that_is_deleted_counts_by_its_members() {
        guard = members(2, 0);
        Provider provider = employed(8);

        groups(new Gone(STAFF));
        shipGroups(provider);

        assertThat(server.groups()).hasSize(1);
        assertThat(hold().kind()).isEqualTo(HazardKind.MEMBER_REMOVAL);
        assertThat(hold().objects()).isEqualTo(7);
        assertThat(journal.approve(hold()).await()).isTrue();
        shipGroups(provider);
        assertThat(server.groups()).isEmpty();
    }

    @Test
    void a_group_whose_members_are_gone_themselves_is_only_a_deletion() {
        guard = members(0, 0);
        Provider provider = employed(3);
        gone(1);
        gone(2);
        ship(provider);

        groups(new Gone(STAFF));
        shipGroups(provider);

        assertThat(server.groups()).isEmpty();
        assertThat(journal.holds().await()).isEmpty();
    }

    @Test
    void the_deletion_of_a_group_is_not_covered_by_what_passed_of_its_members() {
        guard = members(2, 0);
        Provider provider = employed(8);
        groups(removed(1, 2));
        GroupRow row = journal.claimGroups(ALL, clock.instant(), 10).await().getFirst();
        var two = new Hazard(
                STAFF, Map.of(HazardKind.MEMBER_REMOVAL, 2L), row.leaving().newest());
        assertThat(journal.judge(List.of(two), guard, clock.instant()).await()).containsExactly(new Ruling.Pass());
        journal.settleGroups(List.of(new GroupParcel(row).postponed(503, "busy", clock.instant(), false, false)))
                .await();

        groups(new Gone(STAFF));
        shipGroups(provider);

        assertThat(server.groups()).hasSize(1);
        assertThat(hold().objects()).isEqualTo(7);
    }
}
