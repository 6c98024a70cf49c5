package adsync.listener;

import java.time.Duration;

/**
 * How patient a change of the domain controller is.
 *
 * @param replication how long to wait at most until the next one has what was read of the one before
 * @param look how often to look whether a preferred one is well again
 * @param well how long it has to be before it is used again
 */
public record FailoverTiming(Duration replication, Duration look, Duration well) {

    /** A domain controller that restarts is back within minutes, and within a site changes take seconds. */
    public static final FailoverTiming STANDARD =
            new FailoverTiming(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMinutes(10));
}
