package adsync.listener;

import adsync.change.DirSyncCookie;
import adsync.change.NamingContext;
import adsync.change.UpToDateVector;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.journal.Checkpoint;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then, beside the work, whether a domain controller that the configuration prefers is well again: it answers, has
 * all that was read of the one in use, and serves changes.
 */
final class PreferredServer {

    private static final Logger LOGGER = LoggerFactory.getLogger(PreferredServer.class);

    /** Else the account may be locked. */
    private static final Duration AFTER_REFUSAL = Duration.ofHours(1);

    private final Connector connector;
    private final FailoverTiming timing;
    private final Clock steady;
    private @Nullable Future<Optional<String>> looking;
    private boolean proving;
    private Instant next;
    private @Nullable String well;
    private Instant wellSince = Instant.MAX;

    PreferredServer(Connector connector, FailoverTiming timing, Clock steady) {
        this.connector = connector;
        this.timing = timing;
        this.steady = steady;
        this.next = steady.instant().plus(timing.look());
    }

    /**
     * Goes on looking, without waiting for anything.
     *
     * @param thread where it is looked: not that of the session
     * @param current where the session is
     * @return the one that was well for long enough; empty if there is none
     */
    Optional<String> tend(WorkerExecutor thread, Session session, Checkpoint current) {
        Future<Optional<String>> asked = looking;
        if (asked == null) {
            if (!steady.instant().isBefore(next)) {
                look(thread, session, current);
            }
            return Optional.empty();
        }
        if (!asked.isComplete()) {
            return Optional.empty();
        }
        looking = null;
        next = steady.instant().plus(asked.succeeded() ? timing.look() : AFTER_REFUSAL);
        Optional<String> found = asked.succeeded() ? asked.result() : Optional.empty();
        if (found.isEmpty() || !found.get().equals(well)) {
            well = found.orElse(null);
            wellSince = steady.instant();
            return Optional.empty();
        }
        return proving ? found : Optional.empty();
    }

    private boolean longEnough() {
        return well != null && Duration.between(wellSince, steady.instant()).compareTo(timing.well()) >= 0;
    }

    /** Another session begins. */
    void forget() {
        well = null;
        next = steady.instant().plus(timing.look());
    }

    private void look(WorkerExecutor thread, Session session, Checkpoint current) {
        NamingContext namingContext = session.namingContext();
        String host = session.directory().domainController().hostName();
        boolean last = longEnough();
        proving = last;
        looking = thread.executeBlocking(() -> asked(host, namingContext, current.cycleCookie(), last), true)
                .map(Objects::requireNonNull);
    }

    private Optional<String> asked(
            String host, NamingContext namingContext, Optional<DirSyncCookie> cookie, boolean last) {
        try (Directory preferred = connector.preferredTo(host).orElse(null)) {
            return preferred != null && fit(preferred, namingContext, cookie, last)
                    ? Optional.of(preferred.domainController().hostName())
                    : Optional.empty();
        } catch (DirectoryException e) { // as if it were not there
            if (e.reason() == DirectoryException.Reason.CREDENTIALS) {
                throw e;
            }
            LOGGER.atDebug().setCause(e).log("no preferred domain controller can be used");
            return Optional.empty();
        }
    }

    /** Changes are asked for only before it is used: on another domain controller that is a walk over everything. */
    private static boolean fit(
            Directory preferred, NamingContext namingContext, Optional<DirSyncCookie> cookie, boolean last) {
        Optional<UpToDateVector> claimed = cookie.flatMap(preferred::claims);
        if (claimed.isEmpty()
                || !claimed.get()
                        .beyond(preferred.upToDateVector(namingContext))
                        .isEmpty()) {
            return false;
        }
        if (last) {
            preferred.page(namingContext, cookie.get());
        }
        return true;
    }
}
