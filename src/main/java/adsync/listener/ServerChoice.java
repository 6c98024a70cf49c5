package adsync.listener;

import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Preference;
import adsync.journal.Checkpoint;
import adsync.observe.LogKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which domain controller a session is made with: the one before, as long as it is well, else the first of the configuration that
 * is. What another one has not replicated yet looks older there than what we know, so none is left without need. One that lets us
 * in and then serves nothing comes last for a while.
 */
final class ServerChoice {

    private static final Logger LOGGER = LoggerFactory.getLogger(ServerChoice.class);

    /** Sessions in a row; a single one may be a restart. */
    private static final int TOO_MANY = 2;

    private static final Duration LAST_FOR = Duration.ofMinutes(10);

    private final Clock steady;

    /** Until when they come last; whoever came to that later comes later. */
    private final Map<String, Instant> failing = new LinkedHashMap<>();

    private String host = "";
    private boolean progressed;
    private @Nullable String unprogressive;
    private int inVain;

    ServerChoice(Clock steady) {
        this.steady = steady;
    }

    /**
     * For the next session.
     *
     * @param kept where it will go on
     */
    Preference preference(Optional<Checkpoint> kept) {
        host = "";
        progressed = false;
        failing.values().removeIf(until -> !steady.instant().isBefore(until));
        return new Preference(kept.map(Checkpoint::domainController), List.copyOf(failing.keySet()));
    }

    /** The session is with this one. */
    void connected(Directory directory) {
        host = directory.domainController().hostName().toLowerCase(Locale.ROOT);
    }

    /** The session was good for something. */
    void progressed() {
        progressed = true;
        unprogressive = null;
        inVain = 0;
    }

    /** The session ended like this. A cookie, a login and another domain would be no better elsewhere. */
    void failed(DirectoryException why) {
        boolean its = switch (why.reason()) {
            case COOKIE, CREDENTIALS, REBUILT -> false;
            case UNREACHABLE, BUSY, TLS, RIGHTS, UNSUPPORTED, PROTOCOL -> true;
        };
        if (host.isEmpty() || progressed || !its) {
            return;
        }
        inVain = host.equals(unprogressive) ? inVain + 1 : 1;
        unprogressive = host;
        if (inVain >= TOO_MANY) {
            inVain = 0;
            comesLast(why);
        }
    }

    private void comesLast(DirectoryException why) {
        boolean known = failing.remove(host) != null;
        failing.put(host, steady.instant().plus(LAST_FOR));
        if (!known) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DOMAIN_CONTROLLER, host)
                    .addKeyValue(LogKeys.REASON, why.reason().name())
                    .addKeyValue(LogKeys.DETAIL, why.getMessage())
                    .log("this domain controller lets us in and serves nothing: it comes last for "
                            + LAST_FOR.toMinutes() + " minutes, if there is another one");
        }
    }
}
