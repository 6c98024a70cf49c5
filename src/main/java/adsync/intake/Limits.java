package adsync.intake;

import java.time.Duration;

/**
 * What is more than this is refused or cut off.
 *
 * @param connections open at once; and handshakes that are not over
 * @param connectionsOfOne open at once of one domain controller
 * @param anonymous of those, without a certificate: they leave room for those that have one; and handshakes of one address that
 *     are not over
 * @param anonymousOfOne without a certificate, from one address
 * @param octetsInFlight of requests that are not answered yet
 * @param head for a request to begin, and for its head to come
 * @param body for a body to come
 * @param idle for the next request on the same connection to come
 * @param waiting events of one domain controller that are kept and not over
 * @param handshakes a second that begin from one address, and ten times as many at once
 */
record Limits(
        int connections,
        int connectionsOfOne,
        int anonymous,
        int anonymousOfOne,
        int octetsInFlight,
        Duration head,
        Duration body,
        Duration idle,
        int waiting,
        int handshakes) {

    /** As many as a large organization has people. */
    private static final int WAITING = 100_000;

    /** Hundreds of domain controllers may stand behind one address, each with a few new connections a minute. */
    private static final int HANDSHAKES = 50;

    static final Limits USUAL = new Limits(
            128, 4, 32, 4, 16 * 1024 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** With the usual number of events that wait, and of handshakes. */
    Limits(
            int connections,
            int connectionsOfOne,
            int anonymous,
            int anonymousOfOne,
            int octetsInFlight,
            Duration head,
            Duration body,
            Duration idle) {
        this(
                connections,
                connectionsOfOne,
                anonymous,
                anonymousOfOne,
                octetsInFlight,
                head,
                body,
                idle,
                WAITING,
                HANDSHAKES);
    }
}
