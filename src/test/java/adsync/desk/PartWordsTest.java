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
}
