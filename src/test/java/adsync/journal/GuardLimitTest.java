package adsync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many may pass. */
class GuardLimitTest {

    @ParameterizedTest(name = "{0} or {1} percent of {2}: {3}")
    @CsvSource({
        "25, 10, 1000, 100",
        "25, 10, 100, 25",
        "25, 10, 40, 20", // half of a small directory
        "25, 10, 7, 3",
        "25, 10, 3, 2",
        "25, 10, 0, 2",
        "0, 0, 10, 0",
        "0, 60, 100, 60", // who asks for more than half gets it
        "1, 100, 3, 9223372036854775807"
    })
    void it_is_the_larger_of_the_two_but_a_number_is_never_more_than_half(
            int count, int percent, long linked, long allowed) {
        assertThat(new GuardLimit(count, percent).of(linked)).isEqualTo(allowed);
    }
}
