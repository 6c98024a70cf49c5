package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import adsync.directory.Directory;
import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether another domain controller has what was read of the one before. What it lacks looks older there than we know it, and once
 * it comes, DirSync does not tell of it: the cookie says that it is known. So it is waited for. One that still lacks something
 * when that took too long is enumerated, and as long as it does, nobody is gone for not being there.
 */
final class Replication {

    private static final Logger LOGGER = LoggerFactory.getLogger(Replication.class);

    private final Journal journal;
    private final Clock steady;
    private final Duration longest;
    private final ListenerHealth health;
    private final AtomicLong behind = new AtomicLong();
    private @Nullable Instant waitingSince;
    private Finding finding = Finding.NOTHING;

    /** What an enumeration on this domain controller would not meet, and why one is needed. */
    private record Finding(UpToDateVector missing, Optional<String> why) {
        private static final Finding NOTHING = new Finding(UpToDateVector.NONE, Optional.empty());
    }

    /** For all sessions of a listener. */
    Replication(
            String domain,
            Journal journal,
            Clock steady,
            Duration longest,
            MeterRegistry meters,
            ListenerHealth health) {
        this.journal = journal;
        this.steady = steady;
        this.longest = longest;
        this.health = health;
        ListenerMeter.REPLICATION_BEHIND.gauge(meters, behind, AtomicLong::doubleValue, ListenerMeter.domain(domain));
    }

    /**
     * Looks at the domain controller of a new session, before anything else of it is believed.
     *
     * @param kept where to go on
     * @param has asks it what it knows
     * @throws ReplicationAwaitedException if it lacks something, and was not given the time yet
     */
    void check(Checkpoint kept, Directory directory, Supplier<UpToDateVector> has) {
        DomainController now = directory.domainController();
        finding = Finding.NOTHING;
        if (kept.invocationId().equals(now.invocationId())
                || kept.domainController().equalsIgnoreCase(now.hostName())) { // that it was restored is another matter
            if (overdue()) { // it was enumerated, and may still lack something
                waitingSince = null;
            }
            endWait("it is not needed");
            return;
        }
        Optional<UpToDateVector> claimed =
                kept.cycleCookie().map(directory::claims).orElse(Optional.of(UpToDateVector.NONE));
        if (claimed.isEmpty()) {
            finding = new Finding(
                    UpToDateVector.NONE,
                    Optional.of("what the cookie takes for known cannot be compared with what it has"));
            return;
        }
        UpToDateVector before = claimed.get()
                .and(journal.controllers().missing(kept.namingContext().guid()).await());
        UpToDateVector known = has.get();
        UpToDateVector missing =
                before.beyond(known.and(before.of(now.invocationId()))); // its own went with a rollback
        if (missing.isEmpty()) {
            endWait("all is replicated");
            return;
        }
        behind.set(before.ahead(known));
        await(kept.domainController(), now.hostName(), missing);
    }

    private void endWait(String why) {
        if (waitingSince != null) {
            behind.set(0);
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.REASON, why)
                    .addKeyValue("seconds", waited().toSeconds())
                    .log("the wait for replication is over");
            waitingSince = null;
            health.concern(ListenerHealth.Concern.REPLICATION, "");
        }
    }

    private boolean overdue() {
        return waitingSince != null && waited().compareTo(longest) >= 0;
    }

    private Duration waited() {
        return waitingSince == null ? Duration.ZERO : Duration.between(waitingSince, steady.instant());
    }

    private void await(String before, String now, UpToDateVector missing) {
        if (waitingSince == null) {
            waitingSince = steady.instant();
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DOMAIN_CONTROLLER, now)
                    .addKeyValue("before", before)
                    .addKeyValue("missing", missing.toString())
                    .addKeyValue(LogKeys.COUNT, behind.get())
                    .log(
                            "this domain controller lacks changes that were read of the one before: reading waits until they are"
                                    + " replicated, or that one is back");
        }
        if (!overdue()) {
            throw new ReplicationAwaitedException(now + " lacks changes that were read of " + before
                    + ": reading waits until they are replicated to it, or " + before + " is back, for "
                    + longest.toMinutes() + " minutes at most");
        }
        health.concern(ListenerHealth.Concern.REPLICATION, ""); // the time stays over until a page of it is durable
        finding = new Finding(
                missing,
                Optional.of("it still lacks changes that were read of " + before + ", after " + longest.toMinutes()
                        + " minutes"));
    }

    /** Why the domain controller of this session has to be enumerated; empty if it has all that was read. */
    Optional<String> untrusted() {
        return finding.why();
    }

    /** An enumeration is about to begin: what it will not meet is kept in mind beyond a restart. */
    void enumerating(ObjectGuid namingContext) {
        if (!finding.missing().isEmpty()) {
            journal.controllers()
                    .rememberMissing(namingContext, finding.missing())
                    .await();
        }
    }

    /** Whether somebody may only be missing here because his creation, or his move, has not come yet. */
    boolean incomplete(Session session) {
        ObjectGuid namingContext = session.namingContext().guid();
        UpToDateVector missing = journal.controllers().missing(namingContext).await();
        if (missing.isEmpty()) {
            return false;
        }
        UpToDateVector known = session.ask(() -> session.directory().upToDateVector(session.namingContext()));
        if (missing.beyond(known).isEmpty()) {
            complete(session);
            return false;
        }
        behind.set(missing.ahead(known));
        health.concern(
                ListenerHealth.Concern.REPLICATION,
                session.directory().domainController().hostName()
                        + " lacks changes that were read of another domain controller: what is there now counts, but nobody"
                        + " is taken for gone who is just not there. Mend the replication; if the other one is lost for good,"
                        + " this ends by itself once everybody is accounted for");
        return true;
    }

    /** Everybody is accounted for, or all is here by now. */
    void complete(Session session) {
        ObjectGuid namingContext = session.namingContext().guid();
        if (!journal.controllers().missing(namingContext).await().isEmpty()) {
            journal.controllers()
                    .rememberMissing(namingContext, UpToDateVector.NONE)
                    .await();
        }
        behind.set(0);
        health.concern(ListenerHealth.Concern.REPLICATION, "");
    }
}
