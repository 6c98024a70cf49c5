package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.embedded.DirectoryProfile;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A connection that is closed while another thread is in the midst of a call, or about to begin one. */
class ClosingTest extends LabContract {

    private static final int CLOSINGS = 100;

    /** Far less than any call may take to be answered, far more than an end takes. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final EmbeddedLab LAB = new EmbeddedLab(DirectoryProfile.windows());

    @AfterAll
    static void stop() {
        LAB.close();
    }

    @Override
    protected LabDirectory lab() {
        return LAB;
    }

    @Test
    void every_call_ends_with_its_connection() throws Exception {
        for (int closing = 1; closing <= CLOSINGS; closing++) {
            Directory directory = Directories.connect(options(LAB.replicator()));
            var pages = new AtomicInteger();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        directory.users(LAB.baseDn()).next();
                        pages.incrementAndGet();
                    }
                } catch (DirectoryException closed) {
                    // ends
                }
            });
            int some = 1 + closing % 7;
            await().atMost(SOON).pollInterval(Duration.ofNanos(1)).until(() -> pages.get() >= some);
            directory.close();
            assertThat(caller.join(SOON)).as("closing %s", closing).isTrue();
        }
    }
}
