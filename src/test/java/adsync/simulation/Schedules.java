package adsync.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs schedules, one after the other. */
final class Schedules implements AutoCloseable {

    /** What {@link #main} prints for each that ended well. */
    static final String ENDED_WELL = "ended well";

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("adsync");

    private final StateFolders folders = new StateFolders();
    private final @Nullable Level level = LOGGER.getLevel();

    /** Prepares them. What breaks is told in the trace, so that ADSync logs nothing unless {@code -Dadsync.simulation.log} says so. */
    Schedules() {
        LOGGER.setLevel(Level.valueOf(System.getProperty("adsync.simulation.log", "OFF")));
    }

    /** Takes the first seed, the one that is too large, and the step between two. */
    public static void main(String[] arguments) {
        long end = Long.parseLong(arguments[1]);
        long step = Long.parseLong(arguments[2]);
        int code = 0;
        try (var schedules = new Schedules()) {
            for (long seed = Long.parseLong(arguments[0]); seed < end; seed += step) {
                schedules.run(seed);
                System.out.println(ENDED_WELL);
            }
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
            code = 1;
        }
        System.exit(code);
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
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "scripts/simulate --schedules 1 --seed " + seed + "\n" + e.getMessage() + "\n"
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
