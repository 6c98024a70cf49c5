package adsync.journal;

import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.PARKED;
import static adsync.journal.Pages.POSTPONED;
import static adsync.journal.Pages.ROOT;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.personIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads over many objects come to an end in time: in pages, and by the index that was made for them. */
class SurveysTest extends JournalFixture {

    @ParameterizedTest
    @ValueSource(longs = {1, Surveys.FEW})
    void below_finds_the_same_objects_in_a_small_and_in_a_large_subtree(long few) throws SQLException {
        Pages page = containers().container(guid(5), ROOT, "OU=Elsewhere");
        LongStream.range(100, 150).forEach(number -> page.created("c", person(number)));
        LongStream.range(150, 200).forEach(number -> page.created("c", personIn(guid(5), number)));
        commit(page);

        try (Session session = Store.reader(state().resolve("journal.db"))) {
            var surveys = new Surveys(session, few);
            assertThat(surveys.below(Pages.SALES, null, 1000))
                    .isEqualTo(LongStream.range(100, 150).mapToObj(Pages::guid).toList());
            assertThat(surveys.below(Pages.SALES, guid(110), 3)).containsExactly(guid(111), guid(112), guid(113));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Claims, DUE, outbox_due",
        "Claims, PROMOTE, outbox_later",
        "Claims, PROMOTE_FAR, outbox_later",
        "Claims, ORPHANED, outbox_claimed",
        "Claims, NEXT_DUE, outbox_later",
        "Outbox, ALL_ARE_READ, outbox_later",
        "Surveys, PARKED, outbox_parked",
        "Surveys, POSTPONED, outbox_later",
        "Surveys, COUNT_PARKED, outbox_parked",
        "Surveys, COUNT_POSTPONED, outbox_later",
        "Surveys, OLDEST, outbox_age",
        "Surveys, FEW_BELOW, object_container",
        "Surveys, UNSEEN, sqlite_autoindex_object_1",
        "Surveys, MANY_BELOW, sqlite_autoindex_object_1",
        "References, SOURCES, PRIMARY KEY (target=? AND source>?)",
        "References, ACCOUNTS, reference_source",
        "Containers, PRUNE, container_removed",
        "Timers, DUE, timer_due",
        "Timers, NEXT, timer_due",
        "Groups, DIRECT, membership_member",
        "Groups, OF_MEMBER, membership_member",
        "Groups, PARENTS, membership_member",
        "Memberships, REMOVE_MEMBER, membership_member",
        "Regroups, MARK_UNUSUAL_PRIMARY, object_primary_group",
        "Hazards, WAITING, hazard_state",
        "Hazards, UNDECIDED, hazard_state",
        "Hazards, PASSED, PRIMARY KEY (kind=? AND passed_at>?)",
        "Approvals, RELEASE, outbox_held",
        "Approvals, APPROVE, hazard_hold",
        "Releases, PARKED, outbox_parked",
        "PasswordQueue, DUE, SCAN e USING INDEX password_event_due",
        "PasswordQueue, DUE, SEARCH i USING INDEX image_sid",
        "PasswordQueue, WAITING, SEARCH i USING INDEX image_sid",
        "PasswordQueue, NEXT_DUE, password_event_due",
        "PasswordSurvey, PARKED, SEARCH i USING COVERING INDEX image_sid",
        "PasswordSurvey, OLDEST, SEARCH i USING COVERING INDEX image_sid",
        "PasswordSurvey, ALL_OPEN, SEARCH i USING COVERING INDEX image_sid",
        "PasswordSurvey, UNSYNCED, SEARCH e USING INDEX password_event_sid",
        "Passwords, USER, SEARCH i USING INDEX image_sid",
        "PasswordAudit, WHOSE, SEARCH i USING COVERING INDEX image_sid"
    })
    void a_statement_uses_the_index_that_was_made_for_it(String type, String statement, String index)
            throws ReflectiveOperationException, SQLException {
        Field field = Class.forName("adsync.journal." + type).getDeclaredField(statement);
        field.setAccessible(true);
        journal().passwords().follow(clock().instant()).await();
        Object sql = field.get(null);

        List<String> plan;
        try (Session session = Store.reader(state().resolve("journal.db"))) {
            plan = session.list("EXPLAIN QUERY PLAN " + sql, row -> row.text("detail"));
        }

        assertThat(plan).as("plan of " + statement).anyMatch(step -> step.contains(index));
    }

    @Test
    void who_is_postponed_is_told_with_the_next_try() {
        commit(containers().created("c1", person(10)).created("c2", person(11)).created("c3", person(12)));
        List<OutboxRow> rows = claim();
        settle(
                new Settlement.Postponed(rows.get(0), POSTPONED, NOON.plusSeconds(9), "busy", true, false),
                new Settlement.Postponed(rows.get(1), POSTPONED, NOON.plusSeconds(5), "slow", true, false),
                new Settlement.Parked(rows.get(2), PARKED, "no mail address"));

        assertThat(postponed(1))
                .isEqualTo(new Unshipped(
                        2,
                        List.of(new UnshippedObject(
                                rows.get(1).objectGuid(),
                                rows.get(1).shadow().image().dn(),
                                "slow",
                                rows.get(1).correlationId(),
                                NOON,
                                Optional.of(NOON.plusSeconds(5))))));
        assertThat(journal().parked(10).await()).hasSize(1);
        assertThat(journal().release(rows.get(1).objectGuid()).await()).isTrue();
        assertThat(postponed(10).first()).extracting(UnshippedObject::cause).containsExactly("busy");
    }

    @Test
    void a_claim_walks_its_index_in_order_instead_of_sorting_the_outbox() throws SQLException {
        String sql = "SELECT object FROM outbox WHERE parked = FALSE AND claimed = 0 AND not_before = 0 AND hold = 0"
                + " ORDER BY priority, awaits, version LIMIT 10";

        try (Session session = Store.reader(state().resolve("journal.db"))) {
            assertThat(session.list("EXPLAIN QUERY PLAN " + sql, row -> row.text("detail")))
                    .singleElement()
                    .asString()
                    .contains("outbox_due");
        }
    }
}
