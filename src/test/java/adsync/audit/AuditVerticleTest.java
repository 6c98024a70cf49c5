package adsync.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.journal.AuditRecord;
import adsync.journal.Journal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerticleTest {

    private static final int BATCHES = 6;

    @TempDir
    private Path state;

    private final Vertx vertx = Vertx.vertx();
    private final List<WeakReference<AuditRecord>> read = new CopyOnWriteArrayList<>();
    private final List<Long> heldThen = new CopyOnWriteArrayList<>();

    /** A journal that always has a whole batch more, for a while. */
    private Journal journal() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(),
                new Class<?>[] {Journal.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "audit" -> vertx.executeBlocking(() -> batch((Long) arguments[0]));
                    case "auditWritten" -> Future.succeededFuture();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private List<AuditRecord> batch(long after) {
        if (after >= BATCHES * AuditVerticle.BATCH) {
            return List.of();
        }
        if (read.size() == BATCHES - 1) {
            System.gc();
            heldThen.add(read.stream().filter(first -> first.get() != null).count());
        }
        List<AuditRecord> records = Records.of(after + 1, after + AuditVerticle.BATCH);
        read.add(new WeakReference<>(records.getFirst()));
        return records;
    }

    @Test
    void what_is_written_is_held_no_longer_however_much_comes_after_it() {
        vertx.deployVerticle(new AuditVerticle(journal(), state, new SimpleMeterRegistry()))
                .await();

        await().until(() -> heldThen.size() == 1);

        assertThat(heldThen.getFirst()).as("of " + (BATCHES - 1)).isLessThanOrEqualTo(1);
        vertx.close().await();
    }
}
