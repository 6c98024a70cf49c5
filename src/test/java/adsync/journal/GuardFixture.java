package adsync.journal;

import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.change.ObjectGuid;
import adsync.journal.ChangeSettled.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** A company whose changes the guard judges, as a shipper lets it. */
abstract class GuardFixture extends JournalFixture {

    static final Duration GRACE = Duration.ofSeconds(3);
    static final Duration WINDOW = Duration.ofHours(1);
    static final GuardRules RULES = new GuardRules(
            Map.of(HazardKind.DELETE, new GuardLimit(500, 10), HazardKind.RENAME, new GuardLimit(5, 0)), WINDOW, GRACE);
    static final Answer HELD = new Answer(Outcome.HELD, 0, "held");

    private final List<ObjectGuid> passed = new ArrayList<>();

    void company(int people) {
        commit(containers());
        Pages page = page();
        LongStream.range(1000, 1000 + people).forEach(number -> page.created("c" + number, person(number)));
        commit(page);
        shipAll();
    }

    void delete(long from, long to) {
        Pages page = page();
        LongStream.range(from, to).forEach(number -> page.deleted("d" + number, guid(number)));
        commit(page);
    }

    /** What the kind of a row means to the guard. */
    static Set<HazardKind> kinds(OutboxRow row) {
        return switch (row.kind()) {
            case DELETED -> Set.of(HazardKind.DELETE);
            case MOVED, UPDATED -> Set.of(HazardKind.RENAME);
            default -> Set.of();
        };
    }

    /** One turn of a shipper: claims, asks, settles. Returns the rulings by kind of ruling. */
    Map<Outcome, Integer> turn(int size) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        List<OutboxRow> rows =
                journal().claim(Pages.ALL, clock().instant(), size).await();
        List<OutboxRow> harmless =
                rows.stream().filter(row -> kinds(row).isEmpty()).toList();
        harmless.forEach(this::acknowledge);
        List<OutboxRow> risky =
                rows.stream().filter(row -> !kinds(row).isEmpty()).toList();
        List<Hazard> hazards =
                risky.stream().map(row -> new Hazard(row, kinds(row))).toList();
        List<Ruling> rulings =
                journal().judge(hazards, RULES, clock().instant()).await();
        for (int i = 0; i < rulings.size(); i++) {
            counts.merge(settle(risky.get(i), rulings.get(i)), 1, Integer::sum);
        }
        return counts;
    }

    Outcome settle(OutboxRow row, Ruling ruling) {
        return switch (ruling) {
            case Ruling.Pass pass -> {
                passed.add(row.objectGuid());
                settle(new Settlement.Acknowledged(
                        row, Pages.SHIPPED, row.kind() == ChangeKind.DELETED ? Optional.empty() : row.link()));
                yield Outcome.SHIPPED;
            }
            case Ruling.Wait wait -> {
                settle(new Settlement.Postponed(row, Pages.POSTPONED, wait.until(), "wait", false, false));
                yield Outcome.POSTPONED;
            }
            case Ruling.Held held -> {
                settle(new Settlement.Held(row, HELD, held.hold()));
                yield Outcome.HELD;
            }
        };
    }

    void turnUntilNothingIsDue(int size) {
        while (!turn(size).isEmpty()) {
            // goes on
        }
    }

    /** The only hold that is open, as it is now. */
    Hold openHold() {
        List<Hold> open = journal().holds().await().stream()
                .filter(hold -> hold.state() == Hold.State.OPEN)
                .toList();
        assertThat(open).hasSize(1);
        return open.getFirst();
    }

    void graceIsOver() {
        clock().advance(GRACE);
    }

    /** Whom the guard let pass, in their order. */
    List<ObjectGuid> passed() {
        return passed;
    }
}
