package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.embedded.DirectoryProfile;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
            Directory directory = Directories.connect(options(LAB.replicator()), Optional.empty());
            var begun = new CountDownLatch(1);
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        directory.users(LAB.baseDn()).next();
                        begun.countDown();
                    }
                } catch (DirectoryException closed) {
                    // ends
                }
            });
            assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextInt(2_000_000))); // any point of a call
            directory.close();
            assertThat(caller.join(SOON)).as("closing %s", closing).isTrue();
        }
    }
}
