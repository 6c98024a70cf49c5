package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.observe.HealthStatus;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListenerHealthTest {

    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListenerHealth health =
            new ListenerHealth("directory", "contoso.com", clock, meters, Duration.ofSeconds(30));

    @Test
    void what_is_still_being_prepared_is_no_trouble_and_has_no_cause() {
        health.connecting();
        assertThat(health.status())
                .returns(HealthStatus.State.DEGRADED, HealthStatus::state)
                .returns("", HealthStatus::cause);

        health.enumerating(new Progress("contoso.com", clock, meters, () -> {}));
        assertThat(health.status())
                .returns(HealthStatus.State.DEGRADED, HealthStatus::state)
                .returns("", HealthStatus::cause);
        assertThat(health.status().details()).containsEntry("phase", "enumerating");
    }
}
