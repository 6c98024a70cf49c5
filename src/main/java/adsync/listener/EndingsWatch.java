package adsync.listener;

import adsync.directory.DirectoryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, for each session and then once an hour, when certificate and password come to their ends. */
final class EndingsWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(EndingsWatch.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Clock clock;
    private final ListenerHealth health;
    private Instant next = Instant.EPOCH;
    private @Nullable Session last;

    EndingsWatch(Clock clock, ListenerHealth health) {
        this.clock = clock;
        this.health = health;
    }

    void tend(Session session) {
        Instant now = clock.instant();
        if (!session.equals(last) || !now.isBefore(next)) { // another server has another certificate
            last = session;
            next = now.plus(EVERY);
            try {
                health.ends(session.ask(() -> session.directory().endings()));
            } catch (DirectoryException e) { // nothing depends on it; a broken connection is met by the next call
                LOGGER.atDebug().setCause(e).log("the ends of certificate and password are not known");
            }
        }
    }
}
