package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.SALES;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Known;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the provider may have to hear of the members of many or large groups is noted in small transactions. */
class MemberNotesTest extends JournalFixture {

    private static final Origin ORIGIN = new Origin(Pages.DC, 0, NOON);
    private static final ObjectGuid STAFF = guid(50);
    private static final ObjectGuid TEAM = guid(51);

    @BeforeEach
    void company() {
        journal().shipGroups(true).await();
        commit(containers());
    }

    private static Known group(ObjectGuid guid, boolean ours) {
        return new Known(new Group(guid, SALES, "CN=Group", "CN=Group,OU=Sales", 100, 0), Optional.of(ours));
    }

    private static Delta added(ObjectGuid group, long from, long to) {
        return new Delta(group, LongStream.range(from, to).mapToObj(Pages::guid).toList(), List.of());
    }

    private boolean note(int limit) {
        return journal().groups().noteMembers(limit, ORIGIN).await();
    }

    private long noted() {
        try (Session session =
                new Session(DriverManager.getConnection("jdbc:sqlite:" + state().resolve("journal.db")))) {
            return session.number("SELECT count(*) FROM member_change");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void all_members_of_all_groups_are_noted_a_few_at_a_time_when_groups_are_shipped_again() {
        commit(page().groups(group(STAFF, true), group(TEAM, true), added(STAFF, 10, 17)));
        journal().shipGroups(false).await();
        assertThat(noted()).isZero();
        assertThat(journal().statistics().await().outbox()).isZero();
        journal().shipGroups(true).await();

        int steps = 0;
        while (note(3)) {
            steps++;
            assertThat(noted()).isEqualTo(Math.min(3 * steps, 7));
            reopen();
        }

        assertThat(steps).isEqualTo(4); // three for the members of one group, and the other one
        assertThat(journal().claimGroups(ALL, NOON, 10).await())
                .extracting(GroupRow::objectGuid)
                .containsExactlyInAnyOrder(STAFF, TEAM);
    }

    @Test
    void of_a_large_group_that_comes_into_the_root_the_rest_is_noted_later() {
        commit(page().groups(group(STAFF, false), added(STAFF, 1000, 2500)));

        commit(page().groups(group(STAFF, true)));

        assertThat(noted()).isEqualTo(1000);
        assertThat(note(100)).isTrue();
        assertThat(noted()).isEqualTo(1100);
    }

    @Test
    void of_a_group_that_left_meanwhile_nothing_more_is_noted() {
        commit(page().groups(group(STAFF, false), added(STAFF, 1000, 2500)));
        commit(page().groups(group(STAFF, true)));

        commit(page().groups(group(STAFF, false)));

        assertThat(note(100)).isFalse();
    }

    @Test
    void nothing_is_noted_any_more_once_groups_are_not_shipped() {
        commit(page().groups(group(STAFF, false), added(STAFF, 1000, 2500)));
        commit(page().groups(group(STAFF, true)));

        journal().shipGroups(false).await();

        assertThat(note(100)).isFalse();
        assertThat(noted()).isZero();
    }
}
