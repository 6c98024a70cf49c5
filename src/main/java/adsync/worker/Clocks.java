package adsync.worker;

import java.time.Clock;

/**
 * The two clocks of a process.
 *
 * @param timeOfDay for what survives the process; somebody may set it
 * @param steady for waits of the process itself: nobody sets it
 */
public record Clocks(Clock timeOfDay, Clock steady) {

    /** With a steady one that begins now. */
    public static Clocks of(Clock timeOfDay) {
        return new Clocks(timeOfDay, new SteadyClock(timeOfDay));
    }
}
