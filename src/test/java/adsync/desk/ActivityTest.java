package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeSettled;
import adsync.journal.ChangeSettled.Outcome;
import adsync.testing.TestClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityTest {

    private final TestClock clock = new TestClock();
    private final Activity activity = new Activity(clock);

    @BeforeEach
    void everythingWasReadOnce() {
        activity.caughtUp(true);
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void what_was_seen_before_everything_had_been_read_once_is_no_delay_of_the_hour() {
        Activity fresh = new Activity(clock);
        fresh.caughtUp(false);
        ends(fresh, Outcome.SHIPPED, Duration.ofSeconds(3));
        clock.advance(Duration.ofSeconds(1));
        fresh.caughtUp(true);
        ends(fresh, Outcome.SHIPPED, Duration.ofSeconds(5)); // seen before
        clock.advance(Duration.ofSeconds(1));
        ends(fresh, Outcome.SHIPPED, Duration.ofMillis(50));

        JsonObject hour = fresh.json().getJsonObject("hour");
        assertThat(hour.getLong("shipped")).isEqualTo(3);
        assertThat(hour.getLong("loaded")).isEqualTo(2);
        assertThat(hour.getLong("p95")).isBetween(50L, 60L);
    }

    private void ends(Outcome outcome, Duration latency) {
        ends(activity, outcome, latency);
    }

    private void ends(Activity activity, Outcome outcome, Duration latency) {
        Instant now = clock.instant();
        activity.accept(new ChangeSettled(
                new CorrelationId("0000000000000001"),
                ObjectGuid.parse("00000000-0000-0000-0000-000000000001"),
                "CN=Ada",
                ChangeKind.UPDATED,
                new Origin("dc1", 1, now.minus(latency)),
                now.minus(latency),
                outcome,
                200,
                "",
                now));
    }

    private JsonObject hour() {
        return activity.json().getJsonObject("hour");
    }

    @Test
    void before_anything_happens_there_are_sixty_empty_minutes() {
        JsonObject told = activity.json();

        assertThat(told.getJsonArray("minutes")).hasSize(60);
        assertThat(told.getJsonArray("minutes").getLong(59))
                .isEqualTo(clock.instant().getEpochSecond() / 60 * 60);
        assertThat(told.getJsonArray("shipped")).containsOnly(0L);
        assertThat(told.getJsonArray("p50")).containsOnlyNulls();
        assertThat(hour().getValue("p95")).isNull();
    }

    @Test
    void each_minute_has_what_ended_in_it() {
        ends(Outcome.SHIPPED, Duration.ofMillis(100));
        ends(Outcome.SHIPPED, Duration.ofMillis(100));
        clock.advance(Duration.ofMinutes(1));
        ends(Outcome.SHIPPED, Duration.ofMillis(100));
        ends(Outcome.PARKED, Duration.ofMillis(100));
        ends(Outcome.HELD, Duration.ofMillis(100));
        ends(Outcome.UNCHANGED, Duration.ofMillis(100));
        ends(Outcome.POSTPONED, Duration.ofMillis(100));

        JsonArray shipped = activity.json().getJsonArray("shipped");
        assertThat(shipped.getLong(58)).isEqualTo(2);
        assertThat(shipped.getLong(59)).isEqualTo(1);
        assertThat(activity.json().getJsonArray("waiting").getLong(59)).isEqualTo(2);
        assertThat(activity.json().getJsonArray("others").getLong(59)).isEqualTo(1);
        assertThat(hour().getLong("shipped")).isEqualTo(3);
    }

    @Test
    void half_and_95_of_100_are_told_from_the_durations() {
        for (int number = 1; number <= 100; number++) {
            ends(Outcome.SHIPPED, Duration.ofMillis(number * 10L));
        }

        assertThat(hour().getLong("p50")).isBetween(500L, 560L);
        assertThat(hour().getLong("p95")).isBetween(950L, 1050L);
    }

    @Test
    void what_is_shipped_a_second_is_known_from_the_last_minutes() {
        clock.advance(Duration.ofSeconds(30));
        for (int number = 0; number < 900; number++) {
            ends(Outcome.SHIPPED, Duration.ofMillis(100));
        }

        assertThat(activity.shippedPerSecond()).isEqualTo(10.0);
        clock.advance(Duration.ofMinutes(2));
        assertThat(activity.shippedPerSecond()).isZero();
    }

    @Test
    void what_is_older_than_an_hour_is_forgotten() {
        ends(Outcome.SHIPPED, Duration.ofMillis(100));
        clock.advance(Duration.ofMinutes(59));
        assertThat(hour().getLong("shipped")).isEqualTo(1);

        clock.advance(Duration.ofMinutes(1));

        assertThat(hour().getLong("shipped")).isZero();
        assertThat(hour().getValue("p50")).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 99, 1000, 12_345, 600_000, 86_400_000})
    void a_duration_is_known_to_a_tenth_of_itself(long milliseconds) {
        long known = Activity.milliseconds(Activity.bin(Duration.ofMillis(milliseconds)));

        assertThat((double) known).isBetween(milliseconds * 0.99, milliseconds * 1.1 + 1);
    }
}
