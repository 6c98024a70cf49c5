package adsync.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Runs schedules one after the other. */
final class Schedules implements AutoCloseable {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("adsync");

    private final StateFolders folders = new StateFolders();
    private final Level level = LOGGER.getLevel();

    /** What breaks is told in the trace. */
    Schedules() {
        LOGGER.setLevel(Level.valueOf(System.getProperty("adsync.simulation.log", "OFF")));
    }

    /**
     * Runs one.
     *
     * @return what happened
     * @throws AssertionError with seed, what is wrong, and what happened until then
     */
    List<String> run(long seed) {
        var simulation = new Simulation(seed, folders);
        try {
            simulation.run();
            return simulation.trace().lines();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "-Dadsync.simulation.schedules=1 -Dadsync.simulation.seed=" + seed + "\n" + e.getMessage() + "\n"
                            + String.join("\n", simulation.trace().lines()),
                    e);
        }
    }

    @Override
    public void close() {
        LOGGER.setLevel(level);
        folders.close();
    }
}
