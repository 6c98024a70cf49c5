package adsync.listener;

import adsync.change.NamingContext;
import adsync.directory.Bell;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the change notification registered. Without it changes are found by polling: later, never wrong. All methods run on
 * the listener's context; the bell's own callbacks hop onto it.
 */
final class BellWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(BellWatch.class);
    private static final Duration PING_EVERY = Duration.ofMinutes(2);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(30);
    private static final int DEAF_AFTER = 6;

    private final Context context;
    private final Clock clock;
    private final Runnable rung;
    private final AtomicInteger active = new AtomicInteger();
    private final Counter rings;
    private final Counter unannounced;
    private @Nullable Bell bell;
    private Instant nextPing = Instant.EPOCH;
    private Instant nextTry = Instant.EPOCH;
    private String cause = "";
    private int unannouncedInARow;

    /**
     * Watches nothing yet.
     *
     * @param rung called on the context at each ring
     */
    BellWatch(String domain, Context context, Clock clock, MeterRegistry meters, Runnable rung) {
        this.context = context;
        this.clock = clock;
        this.rung = rung;
        this.rings = ListenerMeter.BELL_RINGS.counter(meters);
        this.unannounced = ListenerMeter.UNANNOUNCED.counter(meters);
        ListenerMeter.BELL_ACTIVE.gauge(meters, active, AtomicInteger::get, ListenerMeter.domain(domain));
    }

    /** Why there is no bell; empty if there is one. */
    String cause() {
        return cause;
    }

    boolean active() {
        return bell != null;
    }

    /** How long until there is something to do again; never negative. */
    Duration restsFor() {
        Duration rest = Duration.between(clock.instant(), bell == null ? nextTry : nextPing);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /**
     * Registers, or proves that the registration lives, when it is time to.
     *
     * @throws DirectoryException if the login is refused: trying it again as often as a bell would lock the account
     */
    void tend(Session session) {
        Instant now = clock.instant();
        Bell present = bell;
        if (present == null) {
            if (!now.isBefore(nextTry)) {
                register(session, now);
            }
        } else if (!now.isBefore(nextPing)) {
            nextPing = now.plus(PING_EVERY);
            try {
                session.ask(() -> {
                    present.ping();
                    return true;
                });
            } catch (DirectoryException e) {
                lost(present, e);
            }
        }
    }

    private void register(Session session, Instant now) {
        nextTry = now.plus(TRY_AGAIN_AFTER);
        Directory directory = session.directory();
        NamingContext namingContext = session.namingContext();
        try {
            Handle handle = new Handle();
            Bell registered = session.ask(() -> directory.bell(namingContext, handle));
            handle.bell = registered;
            DirectoryException ended = handle.ended;
            if (ended != null) {
                registered.close();
                throw ended;
            }
            bell = registered;
            active.set(1);
            nextPing = now.plus(PING_EVERY);
            unannouncedInARow = 0;
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.NAMING_CONTEXT, namingContext.dn())
                    .log(cause.isEmpty() ? "bell registered" : "bell registered again");
            cause = "";
        } catch (DirectoryException e) {
            say(e);
            if (e.reason() == DirectoryException.Reason.CREDENTIALS) {
                throw e;
            }
        }
    }

    /** A poll found changes: had a bell announced them? */
    void polled(boolean found, boolean announced) {
        Bell present = bell;
        if (!found || present == null) {
            return;
        }
        if (announced) {
            unannouncedInARow = 0;
            return;
        }
        unannounced.increment();
        unannouncedInARow++;
        if (unannouncedInARow >= DEAF_AFTER) {
            lost(
                    present,
                    new DirectoryException(
                            DirectoryException.Reason.UNREACHABLE,
                            DEAF_AFTER + " polls found changes that no notification had announced"));
            nextTry = Instant.EPOCH;
        }
    }

    /** Ends the registration; the next session begins with one of its own. */
    void close() {
        Bell present = bell;
        bell = null;
        nextTry = Instant.EPOCH;
        active.set(0);
        if (present != null) {
            present.close();
        }
    }

    private void lost(@Nullable Bell which, DirectoryException why) {
        if (which == null || !which.equals(bell)) {
            return;
        }
        close();
        nextTry = clock.instant().plus(Duration.ofSeconds(1));
        say(why);
        rung.run();
    }

    /** Says it once for each cause, not at each attempt. */
    private void say(DirectoryException why) {
        String message = String.valueOf(why.getMessage());
        if (!message.equals(cause)) {
            cause = message;
            LOGGER.atWarn().addKeyValue(LogKeys.REASON, cause).log("no bell: changes are found by polling, later");
        }
    }

    /** The callbacks of one registration: they come on the library's thread and hop at once. */
    private final class Handle implements Bell.Listener {

        private @Nullable Bell bell;
        private @Nullable DirectoryException ended;

        @Override
        public void rung() {
            context.runOnContext(hop -> {
                rings.increment();
                rung.run();
            });
        }

        @Override
        public void lost(DirectoryException why) {
            context.runOnContext(hop -> {
                ended = why;
                BellWatch.this.lost(bell, why);
            });
        }
    }
}
