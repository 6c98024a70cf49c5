package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.setup.Forecaster.Forecast;
import adsync.shipper.GroupCounts;
import adsync.shipper.RehearsalSummary;
import adsync.testing.TestClock;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForecastQuestionTest {

    private final TestClock clock = new TestClock();
    private final AtomicInteger made = new AtomicInteger();
    private final ForecastQuestion question = new ForecastQuestion(
            (told, progress) -> {
                made.incrementAndGet();
                return new Forecast(
                        new RehearsalSummary(Map.of(), Map.of(), GroupCounts.NONE, 0, 0, 7, 0, false), List.of());
            },
            clock);

    @AfterEach
    void end() throws IOException {
        question.close();
    }

    private JsonObject ask(String asked) {
        return question.ask(new JsonObject(asked)).await().body();
    }

    private void awaitDone() {
        await().until(() -> ask("{}").getString("state").equals("done"));
    }

    @Test
    void nothing_is_read_before_somebody_wants_to_know() {
        assertThat(ask("{}").getString("state")).isEqualTo("none");
        assertThat(ask("{}").containsKey("madeAt")).isFalse();
        assertThat(made).hasValue(0);
    }

    @Test
    void who_looks_again_soon_sees_the_same_unless_it_is_to_be_made_anew() {
        ask("{\"start\": true}");
        awaitDone();
        ask("{\"start\": true}");
        awaitDone();
        assertThat(made).hasValue(1);
        assertThat(ask("{}").getString("madeAt")).isEqualTo(clock.instant().toString());

        ask("{\"again\": true}");
        awaitDone();
        assertThat(made).hasValue(2);
        clock.advance(Duration.ofMinutes(10));
        ask("{\"start\": true}");
        awaitDone();
        assertThat(made).hasValue(3);
    }

    @Test
    void accounts_are_told_to_whom_asks_for_them() {
        ask("{\"start\": true}");
        awaitDone();

        assertThat(ask("{}").containsKey("accounts")).isFalse();
        assertThat(ask("{\"limit\": 5}").getInteger("total")).isZero();
    }
}
