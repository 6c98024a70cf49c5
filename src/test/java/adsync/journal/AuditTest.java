package adsync.journal;

import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.PARKED;
import static adsync.journal.Pages.POSTPONED;
import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Change;
import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.Image;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each change has its record, with what it changed, as soon as it is at its end. */
class AuditTest extends JournalFixture {

    @BeforeEach
    void company() {
        commit(containers());
    }

    private List<AuditRecord> records() {
        return journal().audit(0, 100).await();
    }

    private AuditRecord last() {
        return records().getLast();
    }

    private static Delta delta(String before, String after) {
        return new Delta(before.isEmpty() ? List.of() : List.of(before), after.isEmpty() ? List.of() : List.of(after));
    }

    /** Commits an update with these deltas. */
    private void update(String correlation, Image image, Map<String, Delta> deltas) {
        commitChange(correlation, new Change.Updated(image.objectGuid(), image.dn(), new TreeMap<>(deltas)), image);
    }

    private void update(String correlation, Image image, Origin origin) {
        SortedMap<String, Delta> deltas = new TreeMap<>(Map.of("title", delta("old", "new")));
        commitChange(correlation, new Change.Updated(image.objectGuid(), image.dn(), deltas), image, origin);
    }

    private void commitChange(String correlation, Change change, Image image) {
        commitChange(correlation, change, image, new Origin(Pages.DC, 100, NOON));
    }

    private void commitChange(String correlation, Change change, Image image, Origin origin) {
        var event = new ChangeCommitted(new CorrelationId(correlation), change, origin);
        var object = new ObjectChange(event, Presence.PRESENT, Optional.of(image), Basis.READ, Optional.empty());
        PageCommit empty = page().commit();
        journal()
                .commit(new PageCommit(
                        List.of(),
                        List.of(),
                        List.of(object),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        empty.checkpoint()))
                .await();
    }

    @Test
    void a_creation_is_recorded_with_all_values_that_were_shipped() {
        commit(page().created("c1", person(10, "title", "Engineer")));
        OutboxRow row = claimOne();
        commit(page().updated("c2", person(10, "title", "Director")));
        acknowledge(row);

        AuditRecord record = last();
        assertThat(record.kind()).isEqualTo(ChangeKind.CREATED.word());
        assertThat(record.correlationId()).isEqualTo(new CorrelationId("c1"));
        assertThat(record.answer()).isEqualTo(SHIPPED);
        assertThat(record.dn()).isEqualTo("CN=Person 10,OU=Sales,OU=Company,DC=example,DC=com");
        assertThat(record.origin()).isEqualTo(new Origin(Pages.DC, 100, NOON));
        assertThat(record.at()).isEqualTo(NOON);
        assertThat(record.deltas()).isEqualTo(Map.of("title", delta("", "Engineer")));
        acknowledge(claimOne());
        assertThat(last().deltas()).isEqualTo(Map.of("title", delta("old", "new")));
    }

    @Test
    void when_the_directory_changed_the_user_is_recorded_if_it_said_so_however_the_change_ends() {
        commit(page().created("c1", person(10)));
        acknowledge(claimOne());
        assertThat(last().origin().whenChanged()).isNull();
        Origin first = new Origin(Pages.DC, 101, NOON, NOON.minusSeconds(2));
        Origin second = new Origin(Pages.DC, 102, NOON, NOON.minusSeconds(1));

        update("c2", person(10, "title", "A"), first);
        update("c3", person(10, "title", "B"), second);
        assertThat(last().origin()).as("superseded").isEqualTo(first);
        reopen();
        acknowledge(claimOne());
        assertThat(last().origin()).as("shipped").isEqualTo(second);

        update("c4", person(10, "title", "C"), first);
        OutboxRow held = claimOne();
        Hazard hazard = new Hazard(held, Set.of(HazardKind.RENAME));
        var none = new GuardRules(Map.of(HazardKind.RENAME, new GuardLimit(0, 0)), Duration.ZERO, Duration.ZERO);
        Ruling.Held ruling = (Ruling.Held)
                journal().judge(List.of(hazard), none, NOON).await().getFirst();
        settle(new Settlement.Held(held, new Answer(Outcome.HELD, 0, "held"), ruling.hold()));
        journal().reject(ruling.hold()).await();
        assertThat(last().origin()).as("rejected").isEqualTo(first);
    }

    @Test
    void a_change_before_the_creation_is_shipped_is_part_of_it() {
        commit(page().created("c1", person(10, "title", "Engineer")));
        commit(page().updated("c2", person(10, "title", "Director")));
        acknowledge(claimOne());

        assertThat(records())
                .extracting(record -> record.answer().outcome())
                .containsExactly(Outcome.SUPERSEDED, Outcome.SHIPPED);
        assertThat(records().getFirst().answer().detail()).isEqualTo("c2");
        assertThat(records().getFirst().deltas()).isEmpty();
        assertThat(last().deltas()).isEqualTo(Map.of("title", delta("", "Director")));
    }

    @Test
    void what_several_changes_did_is_merged_from_the_first_before_to_the_last_after() {
        commit(page().created("c1", person(10)));
        shipAll();
        update("c2", person(10), Map.of("title", delta("A", "B"), "mail", delta("", "m"), "info", delta("x", "")));
        update("c3", person(10), Map.of("TITLE", delta("B", "C"), "info", delta("", "x"), "room", delta("1", "2")));

        acknowledge(claimOne());

        assertThat(last().deltas())
                .isEqualTo(Map.of("title", delta("A", "C"), "mail", delta("", "m"), "room", delta("1", "2")));
    }

    @Test
    void each_version_has_its_own_deltas_if_the_first_was_shipped_and_the_second_has_both_if_not() {
        commit(page().created("c1", person(10)));
        shipAll();
        update("c2", person(10), Map.of("title", delta("A", "B")));
        OutboxRow first = claimOne();
        update("c3", person(10), Map.of("title", delta("B", "C")));
        update("c4", person(10), Map.of("mail", delta("", "m")));
        acknowledge(first);
        assertThat(last().deltas()).isEqualTo(Map.of("title", delta("A", "B")));
        OutboxRow second = claimOne();
        update("c5", person(10), Map.of("title", delta("C", "D")));
        settle(new Settlement.Postponed(second, POSTPONED, NOON, "busy", false, false));
        acknowledge(claimOne());

        assertThat(last().deltas()).isEqualTo(Map.of("title", delta("B", "D"), "mail", delta("", "m")));
    }

    @Test
    void a_restart_in_flight_loses_no_deltas() {
        commit(page().created("c1", person(10)));
        shipAll();
        update("c2", person(10), Map.of("title", delta("A", "B")));
        claimOne();
        update("c3", person(10), Map.of("mail", delta("", "m")));

        reopen();
        acknowledge(claimOne());

        assertThat(last().deltas()).isEqualTo(Map.of("title", delta("A", "B"), "mail", delta("", "m")));
    }

    @Test
    void a_move_names_both_places() {
        commit(page().created("c1", person(10)));
        shipAll();
        commitChange("c2", new Change.Moved(guid(10), "CN=New", "CN=Old", new TreeMap<>()), person(10));

        acknowledge(claimOne());

        assertThat(last().deltas()).isEqualTo(Map.of("distinguishedName", delta("CN=Old", "CN=New")));
    }

    @Test
    void only_ends_are_recorded() {
        commit(page().created("c1", person(10)).created("c2", person(11)));
        List<OutboxRow> rows = claim();
        settle(
                new Settlement.Postponed(rows.get(0), POSTPONED, NOON, "busy", true, false),
                new Settlement.Acknowledged(rows.get(1), new Answer(Outcome.UNCHANGED, 0, ""), Optional.empty()));
        assertThat(records()).isEmpty();

        settle(new Settlement.Parked(claimOne(), PARKED, "no mail"));

        assertThat(records()).extracting(AuditRecord::answer).containsExactly(PARKED);
    }

    @Test
    void an_object_that_nobody_heard_of_leaves_two_records() {
        commit(page().created("c1", person(10)));
        commit(page().deleted("c2", guid(10)));

        assertThat(records())
                .extracting(record -> record.correlationId().value())
                .containsExactly("c1", "c2");
        assertThat(records()).allMatch(record -> record.answer().outcome() == Outcome.SUPERSEDED);
    }

    @Test
    void what_is_held_and_rejected_is_recorded_once_each() {
        commit(page().created("c1", person(10)));
        shipAll();
        journal().auditWritten(last().sequence()).await();
        commit(page().deleted("c2", guid(10)));
        OutboxRow row = claimOne();
        var rules = new GuardRules(Map.of(HazardKind.DELETE, new GuardLimit(0, 0)), Duration.ZERO, Duration.ZERO);
        Ruling ruling = journal()
                .judge(List.of(new Hazard(row, Set.of(HazardKind.DELETE))), rules, NOON)
                .await()
                .getFirst();
        long hold = ((Ruling.Held) ruling).hold();
        settle(new Settlement.Held(row, new Answer(Outcome.HELD, 0, "too many"), hold));

        journal().reject(hold).await();

        assertThat(records())
                .extracting(record -> record.answer().outcome())
                .containsExactly(Outcome.HELD, Outcome.PARKED);
        assertThat(last().answer().detail()).isEqualTo("rejected: hold " + hold);
    }

    @Test
    void records_that_were_written_are_forgotten_and_their_numbers_are_not_reused() {
        commit(page().created("c1", person(10)).created("c2", person(11)));
        shipAll();
        long last = last().sequence();
        assertThat(journal().audit(last - 1, 10).await()).hasSize(1);

        journal().auditWritten(last).await();
        reopen();
        commit(page().updated("c3", person(10)));
        shipAll();

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.sequence()).isEqualTo(last + 1));
    }

    @Test
    void the_last_answer_is_kept_with_its_change() {
        commit(page().created("c1", person(10)));
        settle(new Settlement.Postponed(claimOne(), POSTPONED, NOON, "busy", true, false));

        var answer =
                journal().dossier(guid(10)).await().orElseThrow().lastAnswer().orElseThrow();
        assertThat(answer.answer()).isEqualTo(POSTPONED);
        assertThat(answer.correlationId()).isEqualTo(new CorrelationId("c1"));
        assertThat(answer.at()).isEqualTo(NOON);
    }
}
