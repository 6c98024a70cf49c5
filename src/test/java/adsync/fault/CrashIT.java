package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.e2e.SambaSuite;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.ServiceProcess;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real process is killed again and again, also while it starts, while changes flow from Samba all the time; in the end the
 * provider equals the directory.
 */
class CrashIT extends SambaSuite {

    private static final Logger LOGGER = LoggerFactory.getLogger(CrashIT.class);
    private static final int FEWEST_KILLS = 20;
    private static final int CHANGES = 2000;
    private static final int CHANGES_A_LIFE = 80;
    private static final int FIRST_PERSON = 90_000_000;
    private static final Duration LONGEST_SERVICE = Duration.ofSeconds(3);
    private static final Duration CATCHING_UP = Duration.ofMinutes(3);

    /** As a provider far away: a batch is on its way for a while. */
    private static final Duration PROVIDER_THINKS = Duration.ofMillis(100);

    private final long seed = Long.getLong("adsync.seed", 1);
    private final Random random = new Random(seed);
    private final List<Death> deaths = new ArrayList<>();
    private final AtomicInteger lives = new AtomicInteger(1);
    /** The shortest so far, in nanoseconds. */
    private volatile long startUp = Long.MAX_VALUE;

    private volatile boolean over;

    /**
     * A kill.
     *
     * @param starting whether the service had not started yet
     */
    private record Death(boolean starting, LeftBehind left) {}

    @Override
    protected ScimServer provider() {
        SdkScimServer server = SdkScimServer.start();
        server.provider().delay(PROVIDER_THINKS);
        return server;
    }

    @Test
    void nothing_is_lost_and_nothing_is_there_twice() throws Exception {
        LOGGER.warn("-Dadsync.seed={}", seed);
        Path configuration = configuration(provider.url());
        Path room = Files.createDirectory(folder.resolve("room"));
        startOnce(configuration);
        try (ExecutorService office = Executors.newSingleThreadExecutor()) {
            var trafficRandom = new Random(random.nextLong());
            Future<?> traffic = office.submit(() -> traffic(trafficRandom));
            try {
                while (!traffic.isDone()) {
                    deaths.add(death(configuration, room));
                    lives.incrementAndGet();
                }
            } finally {
                over = true;
            }
            traffic.get();
        }
        theKillsMet();
        try (ServiceProcess service = ServiceProcess.start(configuration).awaitStarted()) {
            await().atMost(CATCHING_UP)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(Comparison.differences(administrator, root, provider.users()))
                            .isEmpty());
            assertThat(service.logged("journal fails, shipping waits")).isEmpty();
        }
    }

    /** The kills met it at all its work, or the test has shown nothing. */
    private void theKillsMet() {
        long starting = deaths.stream().filter(Death::starting).count();
        long pending = deaths.stream().filter(each -> each.left().pending() > 0).count();
        long claimed = deaths.stream().filter(each -> each.left().claimed() > 0).count();
        LOGGER.warn(
                "{} kills: {} in start-up, {} with changes pending, {} with changes on their way",
                deaths.size(),
                starting,
                pending,
                claimed);
        assertThat(deaths).hasSizeGreaterThanOrEqualTo(FEWEST_KILLS);
        assertThat(starting).as("kills in start-up").isGreaterThanOrEqualTo(FEWEST_KILLS / 10);
        assertThat(pending).as("kills with changes pending").isGreaterThanOrEqualTo(FEWEST_KILLS / 2);
        assertThat(claimed).as("kills with changes on their way").isGreaterThanOrEqualTo(FEWEST_KILLS / 4);
    }

    /** Of nobody, to know how long it takes on this machine. */
    private void startOnce(Path configuration) {
        try (ServiceProcess service = ServiceProcess.start(configuration)) {
            awaitStarted(service);
        }
    }

    private void awaitStarted(ServiceProcess service) {
        long start = System.nanoTime();
        service.awaitStarted();
        startUp = Math.min(startUp, System.nanoTime() - start);
    }

    /** One of three falls into the start-up. */
    private Death death(Path configuration, Path room) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(configuration)) {
            if (random.nextInt(3) == 0) {
                letRun(random.nextLong(startUp));
            } else {
                awaitStarted(service);
                letRun(random.nextLong(LONGEST_SERVICE.toNanos()));
            }
            assertThat(service.alive()).isTrue();
            service.kill();
            return new Death(service.logged("started").isEmpty(), LeftBehind.in(folder.resolve("state"), room));
        }
    }

    /** The moment of the kill is what is random here: there is no condition to wait for. */
    private static void letRun(long nanoseconds) {
        long end = System.nanoTime() + nanoseconds;
        for (long left = nanoseconds; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** As many in each life, by how long one lasts on average. */
    private @Nullable Void traffic(Random trafficRandom) throws LDAPException {
        var traffic = new Traffic(administrator, root, trafficRandom, FIRST_PERSON);
        long begun = System.nanoTime();
        for (int change = 0; change < CHANGES && !over; change++) {
            traffic.happen(administrator);
            LockSupport.parkNanos((System.nanoTime() - begun + startUp) / lives.get() / CHANGES_A_LIFE);
        }
        return null;
    }
}
