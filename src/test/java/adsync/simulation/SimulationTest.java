package adsync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SimulationTest {

    @Test
    void equal_seeds_make_equal_schedules() {
        try (var schedules = new Schedules()) {
            for (long seed = 1; seed <= 3; seed++) {
                List<String> first = schedules.run(seed);

                List<String> second = schedules.run(seed);

                assertThat(second).isEqualTo(first);
            }
        }
    }
}
