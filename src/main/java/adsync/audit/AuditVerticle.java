package adsync.audit;

import adsync.journal.AuditRecord;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.observe.HealthCheck;
import adsync.observe.LogKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from the journal what is not yet in the audit log, and writes it. Runs on an event loop and writes on a worker thread.
 * A record leaves the journal when its line is on the disk; shipping never waits for that.
 */
public final class AuditVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditVerticle.class);

    /** Records a batch; a batch costs two flushes of the disk. */
    static final int BATCH = 500;

    /** How long settled changes gather. */
    private static final long LINGER_MILLISECONDS = 200;

    private static final long AGAIN_EVERY_MILLISECONDS = 5000;

    private final Journal journal;
    private final AuditTrail trail;
    private final Counter lines;
    private final AuditHealth health = new AuditHealth();
    private Promise<Void> idle = Promise.promise();
    private boolean busy;
    private boolean woken;
    private boolean stopping;
    private long after;

    /** Writes below a state folder. */
    public AuditVerticle(Journal journal, Path state, MeterRegistry meters) {
        this(journal, new AuditTrail(new AuditFolder(state), AuditTrail.FILE_SIZE, AuditTrail.FILES_KEPT), meters);
    }

    AuditVerticle(Journal journal, AuditTrail trail, MeterRegistry meters) {
        this.journal = journal;
        this.trail = trail;
        this.lines = AuditMeter.LINES.counter(meters);
        AuditMeter.WRITABLE.gauge(meters, () -> health.well() ? 1 : 0);
    }

    /** Whether the audit log can be written. */
    public HealthCheck health() {
        return health;
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> soon());
        vertx.setPeriodic(0, AGAIN_EVERY_MILLISECONDS, tick -> turn());
        return Future.succeededFuture();
    }

    /** Writes what came last, at most a batch; what is left waits in the journal. */
    @Override
    public Future<?> stop() {
        stopping = true;
        Future<Void> quiet = busy ? idle.future() : Future.succeededFuture();
        return quiet.compose(written -> batches().otherwiseEmpty())
                .compose(last -> vertx.executeBlocking(() -> {
                    trail.close();
                    return null;
                }));
    }

    private void soon() {
        if (!woken) {
            woken = true;
            vertx.setTimer(LINGER_MILLISECONDS, over -> {
                woken = false;
                turn();
            });
        }
    }

    private void turn() {
        if (busy || stopping) {
            return;
        }
        busy = true;
        idle = Promise.promise();
        batches().onComplete(done -> {
            busy = false;
            idle.complete();
            if (done.failed()) {
                fails(done.cause());
            }
        });
    }

    /** Until none is left. Not a chain of futures: the first would hold the records of all that come after it. */
    private Future<Void> batches() {
        Promise<Void> over = Promise.promise();
        next(over);
        return over.future();
    }

    private void next(Promise<Void> over) {
        batch().onComplete(
                        more -> {
                            if (more && !stopping) {
                                next(over);
                            } else {
                                over.complete();
                            }
                        },
                        over::fail);
    }

    /** Writes one, and tells whether there may be more. */
    private Future<Boolean> batch() {
        return journal.audit(after, BATCH)
                .compose(records -> records.isEmpty()
                        ? Future.succeededFuture(false)
                        : write(records).map(records.size() == BATCH));
    }

    private Future<Void> write(List<AuditRecord> records) {
        long last = records.getLast().sequence();
        return vertx.executeBlocking(() -> trail.append(records))
                .onSuccess(this::works)
                .compose(written -> journal.auditWritten(last))
                .onSuccess(forgotten -> after = last);
    }

    private void works(int written) {
        if (!health.well()) {
            LOGGER.atInfo().log("audit log is written again");
        }
        lines.increment(written);
        health.written(written);
    }

    /** The journal tells of its own failures. */
    private void fails(Throwable cause) {
        if (!(cause instanceof JournalException)) {
            if (health.well()) {
                LOGGER.atError()
                        .addKeyValue(LogKeys.DETAIL, cause.toString())
                        .log("audit log cannot be written, shipping goes on");
            }
            health.failed(cause.toString());
        }
    }
}
