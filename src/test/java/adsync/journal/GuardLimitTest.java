package adsync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many may pass. */
class GuardLimitTest {

    @ParameterizedTest(name = "{0} and {1} percent of {2}: {3}")
    @CsvSource({
        "500, 10, 50000, 500", // one percent, not ten
        "500, 10, 5000, 500",
        "500, 10, 1000, 100",
        "500, 10, 100, 25", // the work of a person
        "500, 10, 40, 20", // half of a small directory
        "500, 10, 7, 3",
        "500, 10, 3, 2",
        "500, 10, 0, 2",
        "2000, 10, 50000, 2000",
        "25, 10, 1000, 25",
        "5, 0, 1000, 5",
        "0, 0, 10, 0",
        "500, 60, 100, 60", // who asks for more than half gets it
        "1, 100, 3, 1",
        "500, off, 1000, 500",
        "500, 100, 1000, 500",
        "off, 10, 50000, 5000",
        "off, 10, 3, 2",
        "off, 100, 3, 9223372036854775807",
        "off, off, 3, 9223372036854775807"
    })
    void it_is_the_smaller_of_the_two_and_the_share_of_a_small_directory_is_a_persons_work(
            String count, String percent, long inUse, long allowed) {
        assertThat(new GuardLimit(number(count), number(percent)).of(inUse)).isEqualTo(allowed);
    }

    private static Optional<Integer> number(String text) {
        return text.equals("off") ? Optional.empty() : Optional.of(Integer.valueOf(text));
    }
}
