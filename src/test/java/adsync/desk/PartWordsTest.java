package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.observe.HealthStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartWordsTest {

    @Test
    void one_is_no_plural() {
        HealthStatus small = HealthStatus.up(Map.of("objects", 1L, "accounts", 1L, "outbox", 1L));

        assertThat(PartWords.sentence("journal", small))
                .isEqualTo("1 user known, 1 account at the provider, 1 change waits to be shipped.");
    }

    @Test
    void who_waits_for_replication_does_not_follow() {
        HealthStatus waits = HealthStatus.degraded(
                "dc2 lacks changes", Map.of("phase", "waiting for replication", "domainController", "dc2"));

        assertThat(PartWords.sentence("directory", waits))
                .isEqualTo("Reads nothing from dc2 until it has all that is known.");
    }

    @Test
    void a_provider_of_whom_nothing_is_known_yet_is_not_said_to_take_changes() {
        assertThat(PartWords.sentence("provider", HealthStatus.degraded("", Map.of("shipping", true))))
                .isEqualTo("Was not asked yet.");
        assertThat(PartWords.sentence("provider", HealthStatus.up(Map.of("shipping", true))))
                .isEqualTo("Takes changes.");
    }
}
