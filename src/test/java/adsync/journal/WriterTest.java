package adsync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One transaction for several callers. */
class WriterTest {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    /** As when a class cannot be loaded, because no file can be opened. */
    private static final class Unspeakable extends Error {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw this;
        }
    }

    @Test
    void a_failure_that_cannot_be_told_is_no_success_of_those_in_the_same_transaction() throws Exception {
        Lane lane = Lane.of(vertx, "writer of a test");
        var writer = new Writer(lane, folder, Store.writer(folder.resolve("journal.db")), new SimpleMeterRegistry());
        var together = new CountDownLatch(1);
        lane.perform(together::await);

        Future<Integer> failing = writer.write(session -> {
            throw new Unspeakable();
        });
        Future<Integer> beside = writer.write(session -> 1);
        together.countDown();

        await().until(() -> failing.isComplete() && beside.isComplete());
        assertThat(failing.cause()).isInstanceOf(JournalException.class);
        assertThat(beside.cause()).isInstanceOf(JournalException.class);
        lane.perform(writer::close).await();
    }
}
