package adsync.journal;

import static adsync.journal.Pages.CONTEXT;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Group;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.GroupChange.Complete;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Gone;
import adsync.journal.GroupChange.Known;
import adsync.journal.GroupChange.Members;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memberships at any depth, and which users a change of them concerns. */
class GroupsTest extends JournalFixture {

    private static final ObjectGuid TOP = guid(50);
    private static final ObjectGuid MIDDLE = guid(51);
    private static final ObjectGuid BOTTOM = guid(52);

    @BeforeEach
    void company() {
        Pages page = containers();
        LongStream.range(10, 20).forEach(number -> page.created("c" + number, person(number)));
        commit(page);
    }

    static Known known(long number, long rid) {
        String rdn = "CN=Group " + number;
        return new Known(
                new Group(guid(number), Pages.ROOT, rdn, rdn + ",DC=example,DC=com", 1, rid), Optional.empty());
    }

    private static Delta added(ObjectGuid group, ObjectGuid... members) {
        return new Delta(group, List.of(members), List.of());
    }

    private static Delta removed(ObjectGuid group, ObjectGuid... members) {
        return new Delta(group, List.of(), List.of(members));
    }

    private static Image member(long number, long primaryGroup) {
        return person(number, "primaryGroupID", Long.toString(primaryGroup));
    }

    private void commitGroups(GroupChange... changes) {
        commit(page().groups(changes));
    }

    /** The marked users; their marks are done by it. */
    private Set<ObjectGuid> marked() {
        List<ObjectGuid> marked = journal().regroups(1000).await().stream()
                .map(shadow -> shadow.image().objectGuid())
                .toList();
        commit(page().regrouped(marked.toArray(ObjectGuid[]::new)));
        assertThat(journal().regroups(1000).await()).isEmpty();
        return Set.copyOf(marked);
    }

    private Set<ObjectGuid> groupsOf(Image user) {
        return Objects.requireNonNull(journal().groupsOf(List.of(user)).await().get(user.objectGuid()));
    }

    private static Set<ObjectGuid> users(long... numbers) {
        return Set.copyOf(Arrays.stream(numbers).mapToObj(Pages::guid).toList());
    }

    @Test
    void changes_of_a_group_that_is_not_tracked_are_ignored() {
        commitGroups(
                added(TOP, guid(10)), new Members(TOP, List.of(guid(11)), 1), new Complete(TOP, 1, 1), new Gone(TOP));

        assertThat(marked()).isEmpty();
        assertThat(groupsOf(person(10))).isEmpty();
        assertThat(journal().trackedGroups(List.of(TOP)).await()).isEmpty();
    }

    @Test
    void a_member_that_comes_or_goes_is_marked_and_nobody_else() {
        commitGroups(known(50, 0), new Members(TOP, List.of(guid(10), guid(11)), 1), new Complete(TOP, 1, 1));
        assertThat(marked()).isEqualTo(users(10, 11));

        commitGroups(added(TOP, guid(12), guid(11), guid(99)), removed(TOP, guid(10), guid(98)));

        assertThat(marked()).isEqualTo(users(10, 12));
        assertThat(groupsOf(person(12))).containsExactly(TOP);
        assertThat(groupsOf(person(10))).isEmpty();
        assertThat(journal().trackedGroups(List.of(TOP, MIDDLE)).await()).containsExactly(TOP);
    }

    @Test
    void a_group_that_is_to_be_read_keeps_its_members_until_a_full_read_is_complete_even_one_that_met_nobody() {
        commitGroups(known(50, 0), new Members(TOP, List.of(guid(10)), 1), new Complete(TOP, 1, 1));

        commitGroups(new GroupChange.Unread(TOP), new Members(TOP, List.of(), 2));
        assertThat(groupsOf(person(10))).containsExactly(TOP);

        commitGroups(added(TOP, guid(11)), new Complete(TOP, 2, 1));
        assertThat(groupsOf(person(10))).isEmpty();
        assertThat(groupsOf(person(11))).containsExactly(TOP);
    }

    @Test
    void users_below_a_nested_group_are_marked_at_any_depth_although_groups_lie_in_each_other() {
        commitGroups(known(50, 0), known(51, 0), known(52, 0));
        commitGroups(added(MIDDLE, BOTTOM, guid(10)), added(BOTTOM, MIDDLE, guid(11), guid(12)));
        assertThat(marked()).isEqualTo(users(10, 11, 12));

        commitGroups(added(TOP, MIDDLE, guid(13)));

        assertThat(marked()).isEqualTo(users(10, 11, 12, 13));
        assertThat(groupsOf(person(11))).isEqualTo(Set.of(TOP, MIDDLE, BOTTOM));
        assertThat(groupsOf(person(13))).isEqualTo(Set.of(TOP));

        commitGroups(removed(TOP, MIDDLE));

        assertThat(marked()).isEqualTo(users(10, 11, 12));
        assertThat(groupsOf(person(11))).isEqualTo(Set.of(MIDDLE, BOTTOM));
    }

    @Test
    void a_group_that_is_gone_marks_all_below_it_and_leaves_no_membership() {
        commitGroups(known(50, 0), known(51, 0), added(TOP, MIDDLE), added(MIDDLE, guid(10)));
        marked();

        commitGroups(new Gone(MIDDLE));

        assertThat(marked()).isEqualTo(users(10));
        assertThat(groupsOf(person(10))).isEmpty();
        commitGroups(known(51, 0));
        assertThat(groupsOf(person(10))).isEmpty();
        commitGroups(added(MIDDLE, guid(11)));
        assertThat(groupsOf(person(11))).isEqualTo(Set.of(MIDDLE));
    }

    @Test
    void a_primary_group_counts_like_any_other_in_its_own_domain_only() {
        var elsewhere = new NamingContext(guid(4), "DC=other,DC=com");
        commit(page().created("c1", member(30, 1105)).created("c2", member(31, 513)));
        commit(page().at(Contexts.checkpoint(elsewhere)).created("c3", member(32, 1105)));

        commitGroups(known(50, 0), known(51, 1105), known(52, 513));
        assertThat(marked()).isEqualTo(users(30, 31));
        commitGroups(added(TOP, MIDDLE));
        assertThat(marked()).isEqualTo(users(30));
        commitGroups(added(MIDDLE, BOTTOM));
        assertThat(marked()).isEqualTo(users(31));

        assertThat(groupsOf(inDomain(member(30, 1105), "DC=example,DC=com"))).isEqualTo(Set.of(TOP, MIDDLE));
        assertThat(groupsOf(inDomain(member(31, 513), "DC=Example,DC=com"))).isEqualTo(Set.of(TOP, MIDDLE, BOTTOM));
        assertThat(groupsOf(inDomain(member(32, 1105), "DC=other,DC=com"))).isEmpty();
    }

    private static Image inDomain(Image image, String domain) {
        return new Image(
                image.objectGuid(),
                image.parent(),
                image.rdn(),
                image.rdn() + "," + domain,
                image.usn(),
                image.attributes());
    }

    @Test
    void a_full_read_drops_whom_it_did_not_meet_but_not_whom_a_change_added_meanwhile() {
        commitGroups(known(50, 0), added(TOP, guid(10), guid(11), guid(12)));
        marked();

        commitGroups(new Members(TOP, List.of(guid(10)), 7));
        commitGroups(added(TOP, guid(13)));
        commitGroups(new Members(TOP, List.of(guid(14)), 7), new Complete(TOP, 7, 1));

        assertThat(marked()).isEqualTo(users(11, 12, 13, 14));
        assertThat(groupsOf(person(13))).isEqualTo(Set.of(TOP));
        assertThat(groupsOf(person(11))).isEmpty();
        commitGroups(new Members(TOP, List.of(guid(10), guid(13), guid(14)), 8), new Complete(TOP, 8, 1));
        assertThat(marked()).isEmpty();
        commitGroups(new Complete(TOP, 9, 1));
        assertThat(marked()).isEqualTo(users(10, 13, 14));
    }

    @Test
    void a_deleted_user_loses_its_memberships_and_one_that_left_keeps_them() {
        commitGroups(known(50, 0), added(TOP, guid(10), guid(11)));
        shipAll();
        marked();

        commit(page().deleted("d", guid(10)).left("l", guid(11)));

        assertThat(marked()).isEmpty();
        assertThat(groupsOf(person(10))).isEmpty();
        assertThat(groupsOf(person(11))).isEqualTo(Set.of(TOP));
    }

    @Test
    void a_mark_stays_until_it_is_done_and_one_that_is_set_meanwhile_stays() {
        commitGroups(known(50, 0), added(TOP, guid(10), guid(11)));
        assertThat(journal().regroups(1).await()).hasSize(1);
        reopen();
        assertThat(journal().regroups(10).await()).hasSize(2);

        commitGroups(removed(TOP, guid(10)));
        commit(page().regrouped(guid(10), guid(11)));

        assertThat(marked()).isEqualTo(users(10));
    }

    @Test
    void a_user_that_comes_in_a_page_that_changes_its_groups_is_marked() {
        commitGroups(known(50, 0));

        commit(page().groups(added(TOP, guid(30))).created("c", person(30)));
        commit(page().created("c", person(31)));

        assertThat(marked()).isEqualTo(users(30));
    }

    @Test
    void a_user_that_was_under_way_when_another_domain_changed_its_groups_is_marked() {
        commitGroups(known(50, 0), added(TOP, guid(30)));
        Checkpoint elsewhere = Contexts.checkpoint(new NamingContext(guid(4), "DC=other,DC=com"));

        commit(page().at(elsewhere).created("c", person(30)));

        assertThat(marked()).isEqualTo(users(30));
    }

    @Test
    void marks_are_given_by_naming_context_and_to_all_on_demand() {
        Checkpoint elsewhere = Contexts.checkpoint(new NamingContext(guid(4), "DC=other,DC=com"));
        commit(page().at(elsewhere).created("c", person(30)));
        commit(page().left("l", guid(19)));

        journal().regroupAll().await();

        assertThat(journal().regroups(guid(4), 1, 100).await())
                .extracting(shadow -> shadow.image().objectGuid())
                .containsExactly(guid(30));
        assertThat(journal().regroups(CONTEXT.guid(), 1, 100).await()).hasSize(9);
        assertThat(marked()).hasSize(10);
    }

    /** Whoever an enumeration has not met may be gone: a parked change of his must not be tried again for his groups. */
    @Test
    void marks_of_users_who_were_not_seen_in_an_epoch_wait() {
        commit(page().at(Pages.checkpoint(2, Pages.DATABASE)).seen(guid(13)));
        journal().regroupAll().await();

        assertThat(journal().regroups(CONTEXT.guid(), 2, 100).await())
                .extracting(shadow -> shadow.image().objectGuid())
                .containsExactly(guid(13));
        assertThat(journal().regroups(CONTEXT.guid(), 1, 100).await()).hasSize(10);
    }

    @Test
    void groups_that_an_epoch_did_not_meet_are_stale() {
        commitGroups(known(50, 0), known(51, 0), known(52, 0), new Complete(TOP, 1, 1), new Complete(MIDDLE, 1, 1));
        commitGroups(new Complete(TOP, 2, 2), known(51, 0));

        assertThat(journal().groups().stale(null, 2).await()).containsExactly(MIDDLE);
        assertThat(journal().groups().stale(CONTEXT.guid(), 2).await()).containsExactly(MIDDLE);
        assertThat(journal().groups().stale(guid(99), 2).await()).isEmpty();
    }

    @Test
    void a_group_is_to_be_read_until_it_is_complete_and_when_that_is_asked_for_again() {
        commitGroups(known(50, 0), known(51, 0), new Members(TOP, List.of(guid(10)), 7));
        reopen();
        assertThat(journal().groups().unread(CONTEXT.guid()).await()).containsExactly(TOP, MIDDLE);
        assertThat(journal().groups().unread(guid(99)).await()).isEmpty();

        commitGroups(new Complete(TOP, 7, 3), known(50, 0));

        assertThat(journal().groups().unread(CONTEXT.guid()).await()).containsExactly(MIDDLE);
        assertThat(journal().groups().whole(List.of(TOP, MIDDLE), 3).await()).containsExactly(TOP);
        assertThat(journal().groups().whole(List.of(TOP), 4).await()).isEmpty();
        assertThat(journal().highestEpoch(CONTEXT.guid()).await()).isEqualTo(3);
        commitGroups(new GroupChange.Unread(TOP), new GroupChange.Unread(BOTTOM));
        assertThat(journal().groups().unread(CONTEXT.guid()).await()).containsExactly(TOP, MIDDLE);
    }

    @Test
    void members_that_a_reading_did_not_meet_are_told_but_for_those_that_were_added_meanwhile() {
        commitGroups(known(50, 0), added(TOP, guid(10), guid(11), guid(12)), new Complete(TOP, 0, 1));
        commitGroups(new Members(TOP, List.of(guid(10)), 7));
        commitGroups(added(TOP, guid(11))); // it left and came back, unseen by us

        assertThat(journal().groups().unreadMembers(TOP, 7, 10).await()).containsExactly(guid(12));
        assertThat(journal().groups().unreadMembers(TOP, 8, 2).await()).hasSize(2);
        commitGroups(new Complete(TOP, 7, 1));
        assertThat(journal()
                        .memberships(List.of(guid(10), guid(11), guid(12)), CONTEXT.guid())
                        .await())
                .containsOnlyKeys(guid(10), guid(11));
    }

    @Test
    void one_added_member_of_fifty_thousand_costs_one_membership_and_one_mark() throws SQLException, IOException {
        journal().close().await();
        try (Session session = Store.writer(state().resolve("journal.db"))) {
            Regroups regroups = new Regroups(session, clock());
            GroupWriter groups = new GroupWriter(session, regroups, new GroupMarks(session, Sequences.of(session)));
            Origin origin = new Origin(Pages.DC, 0, Pages.NOON);
            long context = new NamingContexts(session).put(CONTEXT);
            session.beginWriting();
            groups.write(known(50, 0), context, origin);
            List<ObjectGuid> crowd =
                    LongStream.range(100_000, 150_000).mapToObj(Pages::guid).toList();
            groups.write(new Members(TOP, crowd, 1), context, origin);
            groups.write(new Complete(TOP, 1, 1), context, origin);
            long before = session.number("SELECT total_changes()");

            groups.write(added(TOP, guid(10)), context, origin);

            assertThat(session.number("SELECT total_changes()") - before).isEqualTo(2);
            assertThat(session.number("SELECT count(*) FROM membership")).isEqualTo(50_001);
            assertThat(session.number("SELECT count(*) FROM regroup")).isEqualTo(1);
            session.commit();
        }
        open();
    }

    @Test
    void groups_are_those_of_a_walk_through_random_memberships() {
        Random random = new Random(11);
        List<ObjectGuid> groups = LongStream.range(50, 62).mapToObj(Pages::guid).toList();
        LongStream.range(50, 62).forEach(number -> commitGroups(known(number, 0)));
        Map<ObjectGuid, Set<ObjectGuid>> members = new TreeMap<>();
        Map<ObjectGuid, Set<ObjectGuid>> before = new TreeMap<>();
        marked();
        for (int round = 0; round < 200; round++) {
            ObjectGuid group = groups.get(random.nextInt(groups.size()));
            ObjectGuid member =
                    random.nextInt(3) == 0 ? groups.get(random.nextInt(groups.size())) : guid(10 + random.nextInt(10));
            Set<ObjectGuid> its = members.computeIfAbsent(group, any -> new HashSet<>());
            boolean adds = random.nextInt(5) < 3;
            boolean changes = adds ? its.add(member) : its.remove(member);
            commitGroups(adds ? added(group, member) : removed(group, member));

            Set<ObjectGuid> marked = changes ? marked() : Collections.emptySet();
            for (long number = 10; number < 20; number++) {
                Set<ObjectGuid> now = groupsOf(person(number));
                assertThat(now).isEqualTo(walk(guid(number), members));
                if (!now.equals(before.getOrDefault(guid(number), Set.of()))) {
                    assertThat(marked).contains(guid(number));
                }
                before.put(guid(number), now);
            }
        }
    }

    private static Set<ObjectGuid> walk(ObjectGuid member, Map<ObjectGuid, Set<ObjectGuid>> members) {
        Set<ObjectGuid> above = new HashSet<>();
        Set<ObjectGuid> next = Set.of(member);
        while (!next.isEmpty()) {
            Set<ObjectGuid> found = new HashSet<>();
            for (ObjectGuid one : next) {
                members.forEach((group, its) -> {
                    if (its.contains(one) && above.add(group)) {
                        found.add(group);
                    }
                });
            }
            next = found;
        }
        return above;
    }
}
