package adsync.simulation;

import org.junit.jupiter.api.Test;

/**
 * Many schedules. {@code -Dadsync.simulation.schedules=N} and {@code -Dadsync.simulation.seed=S} choose how many and which; a
 * failure names the seed that repeats it.
 */
final class SimulationIT {

    private final long schedules = Long.getLong("adsync.simulation.schedules", 1000);
    private final long firstSeed = Long.getLong("adsync.simulation.seed", 1);

    @Test
    void every_schedule_ends_well() {
        SideBySide.run(firstSeed, schedules, ended -> {});
    }
}
