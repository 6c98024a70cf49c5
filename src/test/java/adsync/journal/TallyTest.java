package adsync.journal;

import static adsync.journal.Pages.PARKED;
import static adsync.journal.Pages.POSTPONED;
import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.personIn;
import static adsync.journal.Pages.reporting;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Origin;
import adsync.journal.ChangeSettled.Outcome;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers that are kept are those that a full count gives, whatever was done and undone. */
class TallyTest extends JournalFixture {

    private static final int STEPS = 400;
    private static final int PEOPLE = 30;

    private static final GuardRules RULES =
            new GuardRules(Map.of(HazardKind.DELETE, new GuardLimit(2, 0)), Duration.ofMinutes(1), Duration.ZERO);

    private final List<OutboxRow> claimed = new ArrayList<>();
    private int mappings;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_numbers_are_those_of_a_full_count_after_random_steps(long seed) throws SQLException {
        Random random = new Random(seed);
        commit(containers());
        try (Session session = Store.reader(state().resolve("journal.db"))) {
            for (int step = 0; step < STEPS; step++) {
                step(random);
                clock().advance(Duration.ofMillis(random.nextInt(5000)));
                Tally.Counts counts = Surveys.count(session);
                assertThat(journal().statistics().await())
                        .as("step " + step)
                        .isEqualTo(new JournalStatistics(
                                counts.objects(),
                                counts.waiting(),
                                counts.parked(),
                                counts.held(),
                                counts.links(),
                                new Surveys(session).oldest(),
                                ""));
                assertThat(journal().outboxSize().await()).isEqualTo(counts.waiting());
            }
        }
    }

    private void step(Random random) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> commit(change(random, page()));
            case 3 -> commitInCompanyOfFailures(random);
            case 4, 5 ->
                claimed.addAll(journal().claim(Pages.ALL, clock().instant(), 5).await());
            case 6, 7, 8, 9 -> settleOne(random);
            case 10 -> judge();
            case 11 -> journal().release(guid(100L + random.nextInt(PEOPLE))).await();
            case 12 -> decide(random);
            default -> rare(random);
        }
    }

    private void rare(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                claimed.clear();
                reopen();
            }
            case 1 ->
                journal()
                        .remap("mapping " + mappings++, new Origin("mapping", 0, Pages.NOON))
                        .await();
            case 2 -> journal().releaseParked().await();
            default -> commit(change(random, change(random, page())));
        }
    }

    private static Pages change(Random random, Pages page) {
        long number = 100L + random.nextInt(PEOPLE);
        return switch (random.nextInt(5)) {
            case 0, 1 -> page.created("c", person(number));
            case 2 -> page.created("c", reporting(number, 100L + random.nextInt(PEOPLE)));
            case 3 -> page.deleted("d", guid(number));
            default -> page.left("l", guid(number));
        };
    }

    /** Calls that share a transaction: those that fail are undone alone. */
    private void commitInCompanyOfFailures(Random random) {
        List<Future<?>> calls = new ArrayList<>();
        for (int call = 0; call < 10; call++) {
            Pages page = change(random, page());
            if (random.nextBoolean()) {
                page.created("bad", personIn(guid(999_999), 10_000));
            }
            calls.add(journal().commit(page.commit()));
        }
        Future.join(calls).otherwiseEmpty().await();
    }

    private void settleOne(Random random) {
        if (claimed.isEmpty()) {
            return;
        }
        OutboxRow row = claimed.remove(random.nextInt(claimed.size()));
        switch (random.nextInt(5)) {
            case 0, 1 -> acknowledge(row);
            case 2 -> settle(new Settlement.Acknowledged(row, SHIPPED, Optional.empty()));
            case 3 -> settle(new Settlement.Parked(row, PARKED, "no mail"));
            default ->
                settle(new Settlement.Postponed(
                        row, POSTPONED, clock().instant().plusSeconds(1), "busy", true, random.nextBoolean()));
        }
    }

    private void judge() {
        List<Hazard> hazards = claimed.stream()
                .map(row -> new Hazard(row, Set.of(HazardKind.DELETE)))
                .toList();
        List<Ruling> rulings =
                journal().judge(hazards, RULES, clock().instant()).await();
        for (int i = 0; i < rulings.size(); i++) {
            if (rulings.get(i) instanceof Ruling.Held held) {
                settle(new Settlement.Held(claimed.get(i), new Answer(Outcome.HELD, 0, "too many"), held.hold()));
            } else {
                acknowledge(claimed.get(i));
            }
        }
        claimed.clear();
    }

    private void decide(Random random) {
        for (Hold hold : journal().holds().await()) {
            if (hold.state() == Hold.State.OPEN) {
                (random.nextBoolean() ? journal().approve(hold) : journal().reject(hold.id())).await();
            }
        }
    }
}
