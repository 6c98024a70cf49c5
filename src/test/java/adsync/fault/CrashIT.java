package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.e2e.SambaSuite;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.ServiceProcess;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The real process is killed again and again while changes flow from Samba; in the end the provider equals the directory. */
class CrashIT extends SambaSuite {

    private static final int KILLS = 22;
    private static final int CHANGES = 2000;
    private static final int FIRST_PERSON = 90_000_000;
    private static final Duration CATCHING_UP = Duration.ofMinutes(3);

    private final long seed = Long.getLong("adsync.seed", 1);
    private final Random random = new Random(seed);

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Test
    void nothing_is_lost_and_nothing_is_there_twice() throws Exception {
        LoggerFactory.getLogger(CrashIT.class).warn("-Dadsync.seed={}", seed);
        Path configuration = configuration(provider.url());
        var permits = new Semaphore(CHANGES / KILLS);
        try (ExecutorService office = Executors.newSingleThreadExecutor()) {
            Future<?> traffic = office.submit(() -> traffic(permits));
            for (int kill = 0; kill < KILLS; kill++) {
                try (ServiceProcess service = ServiceProcess.start(configuration)) {
                    permits.release(CHANGES / KILLS + 1);
                    service.awaitStarted();
                    letRun(Duration.ofMillis(random.nextInt(1500)));
                    service.kill();
                }
            }
            traffic.get();
        }
        try (ServiceProcess service = ServiceProcess.start(configuration).awaitStarted()) {
            await().atMost(CATCHING_UP)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(Comparison.differences(administrator, root, provider.users()))
                            .isEmpty());
            assertThat(service.logged("journal fails, shipping waits")).isEmpty();
        }
    }

    /** The moment of the kill is what is random here: there is no condition to wait for. */
    private static void letRun(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > end);
    }

    private @Nullable Void traffic(Semaphore permits) throws LDAPException, InterruptedException {
        var traffic = new Traffic(root, random, FIRST_PERSON);
        for (int change = 0; change < CHANGES; change++) {
            permits.acquire();
            traffic.happen(administrator);
        }
        return null;
    }
}
