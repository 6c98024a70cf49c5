package adsync.listener;

import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Preference;
import adsync.journal.Checkpoint;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Which domain controller a session is made with: the one before, as long as it is well and none that is preferred is, else the
 * first of the configuration that is well. One that lets us in and then serves nothing comes last for a while; one that lacks what
 * is known already, as long as that is so.
 */
final class ServerChoice {

    private static final Logger LOGGER = LoggerFactory.getLogger(ServerChoice.class);
    private static final String REASON = "reason";
    private static final String LOST = "lost";
    private static final String SERVES_NOTHING = "serves_nothing";
    private static final String PREFERRED = "preferred";
    static final List<String> REASONS = List.of(LOST, SERVES_NOTHING, PREFERRED);

    /** Sessions in a row; a single one may be a restart. */
    private static final int TOO_MANY = 2;

    private static final Duration LAST_FOR = Duration.ofMinutes(10);

    private final Clock steady;
    private final MeterRegistry meters;

    /** Until when they come last; whoever came to that later comes later. */
    private final Map<String, Instant> failing = new LinkedHashMap<>();

    /** Those that lack something; the one that was asked last comes last. */
    private final Set<String> lagging = new LinkedHashSet<>();

    private String host = "";
    private String before = "";
    private String reason = "";
    private @Nullable String returning;
    private boolean progressed;
    private @Nullable String unprogressive;
    private int inVain;

    ServerChoice(Clock steady, MeterRegistry meters) {
        this.steady = steady;
        this.meters = meters;
        // From the start, so that the first one is an increase.
        REASONS.forEach(one -> ListenerMeter.FAILOVERS.counter(meters, REASON, one));
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
        before = kept.map(Checkpoint::domainController).orElse("").toLowerCase(Locale.ROOT);
        Set<String> last = new LinkedHashSet<>(lagging);
        last.removeAll(failing.keySet());
        last.addAll(failing.keySet());
        return new Preference(
                Optional.ofNullable(returning).or(() -> kept.map(Checkpoint::domainController)), List.copyOf(last));
    }

    /** The next session is to be with this one, which is preferred and well. */
    void returnTo(String preferred) {
        returning = preferred.toLowerCase(Locale.ROOT);
        failing.remove(returning);
    }

    /** Whether the session is to end for that. */
    boolean returns() {
        return returning != null;
    }

    /** It lacks what is known already: if there is another one, that is tried first. */
    void lags() {
        lagging.remove(host);
        lagging.add(host);
        returning = null;
    }

    /** The session has found where to go on. */
    void used() {
        lagging.clear();
        reason = host.equals(returning) ? PREFERRED : failing.containsKey(before) ? SERVES_NOTHING : LOST;
        returning = null;
    }

    /** The session is with this one. */
    void connected(Directory directory) {
        host = directory.domainController().hostName().toLowerCase(Locale.ROOT);
    }

    /** The session was good for something. */
    void progressed() {
        if (!progressed && !before.isEmpty() && !before.equals(host)) {
            tell();
        }
        progressed = true;
        unprogressive = null;
        inVain = 0;
    }

    private void tell() {
        ListenerMeter.FAILOVERS.counter(meters, REASON, reason).increment();
        LOGGER.atLevel(reason.equals(PREFERRED) ? Level.INFO : Level.WARN)
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, host)
                .addKeyValue("before", before)
                .addKeyValue(LogKeys.REASON, reason)
                .log("another domain controller is used from now on");
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
