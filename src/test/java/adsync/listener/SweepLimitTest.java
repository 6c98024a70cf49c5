package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many may vanish without a trace. */
class SweepLimitTest {

    @ParameterizedTest(name = "of {0}: {1}")
    @CsvSource({"1000, 100", "100, 25", "40, 20", "7, 3", "3, 1", "2, 1", "1, 0", "0, 0"})
    void it_is_never_more_than_half(long known, int allowed) {
        assertThat(SweepLimit.allowed(known)).isEqualTo(allowed);
    }
}
