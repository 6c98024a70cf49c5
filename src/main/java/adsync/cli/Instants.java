package adsync.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants for people. */
final class Instants {

    private Instants() {}

    /** To the second, in UTC. */
    static String told(String instant) {
        return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
