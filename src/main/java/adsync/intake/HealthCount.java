package adsync.intake;

import adsync.journal.PasswordJournal;
import adsync.sealing.KeySet;
import adsync.sealing.KeySets;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the key set, the store and the directory for the health, one at a time: a slow disk must not pile them up. Of one event loop. */
final class HealthCount {

    private static final Logger LOGGER = LoggerFactory.getLogger(HealthCount.class);

    private static final long EVERY_MILLISECONDS = 60_000;
    private static final Duration GAP_AFTER = Duration.ofMinutes(5);

    private final IntakeHealth health;
    private final PasswordJournal passwords;
    private final KeySets keys;
    private final ControllerDirectory directory;
    private final Clock clock;
    private final GapLog gaps;
    private boolean counting;
    private boolean outdated;

    HealthCount(
            IntakeHealth health, PasswordJournal passwords, KeySets keys, ControllerDirectory directory, Clock clock) {
        this.health = health;
        this.passwords = passwords;
        this.keys = keys;
        this.directory = directory;
        this.clock = clock;
        this.gaps = new GapLog(
                () -> passwords.unsynced(clock.instant().minus(GAP_AFTER), true, GapLog.REMEMBERED), directory);
    }

    /** Now, and from time to time as long as the verticle is deployed. */
    void begin(Vertx vertx) {
        count(vertx);
        vertx.setPeriodic(EVERY_MILLISECONDS, tick -> count(vertx));
    }

    /** Now, or once more after what is under way: what was counted is not true any more. */
    void again(Vertx vertx) {
        outdated = true;
        count(vertx);
    }

    private void count(Vertx vertx) {
        if (counting) {
            return;
        }
        counting = true;
        outdated = false;
        directory
                .writable()
                .map(Coverage.Sight::of)
                .otherwise(Coverage.Sight::failed)
                .onSuccess(health::saw);
        vertx.executeBlocking(() -> {
                    if (keys.refresh()) {
                        LOGGER.atInfo()
                                .addKeyValue(
                                        "version",
                                        keys.current().map(KeySet::version).orElse(0L))
                                .log("key set of the provider is in use");
                    }
                    return keys.problem();
                })
                .compose(problem -> passwords.statistics(clock.instant().minus(GAP_AFTER)))
                .onSuccess(health::counted)
                .onFailure(health::failed)
                .compose(statistics -> gaps.look(statistics.gaps()))
                .onComplete(counted -> {
                    counting = false;
                    if (outdated) {
                        count(vertx);
                    }
                });
    }
}
