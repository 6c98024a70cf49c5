package adsync.cli;

import adsync.observe.LogKeys;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the service is ready, stops, and still answers (sd_notify(3)), if systemd started us and wants to know. By its
 * own helper, systemd-notify: Java has no datagram sockets of the kind that systemd listens to.
 */
final class ServiceManager {

    private static final Logger LOGGER = LoggerFactory.getLogger(ServiceManager.class);

    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG = "WATCHDOG_USEC";
    private static final int SIGNS_WITHIN_A_TERM = 3;
    private static final long HELPER_SECONDS = 10;

    private final boolean wanted;
    private final Optional<Duration> term;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean ready;

    private ServiceManager(boolean wanted, Optional<Duration> term) {
        this.wanted = wanted;
        this.term = term;
    }

    /** As this environment says. */
    static ServiceManager of(Map<String, String> environment) {
        boolean wanted = !environment.getOrDefault(SOCKET, "").isEmpty();
        String microseconds = environment.getOrDefault(WATCHDOG, "");
        Optional<Duration> term = microseconds.matches("[1-9]\\d{0,17}")
                ? Optional.of(Duration.ofNanos(Math.multiplyExact(Long.parseLong(microseconds), 1000)))
                : Optional.empty();
        return new ServiceManager(wanted, wanted ? term : Optional.empty());
    }

    /**
     * The service, or its set-up, is at work; only the first call counts. From now on a sign of life is given as long as it answers.
     *
     * @param alive asked from a thread of its own, several times within the term that systemd sets
     */
    void ready(BooleanSupplier alive) {
        if (ready) {
            return;
        }
        ready = true;
        tell("READY=1");
        term.map(Duration::toMillis).ifPresent(milliseconds -> {
            long pause = Math.max(1, milliseconds / SIGNS_WITHIN_A_TERM);
            Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(alive, pause));
        });
    }

    private void watch(BooleanSupplier alive, long pause) {
        try {
            do {
                giveSign(alive);
            } while (!stopped.await(pause, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveSign(BooleanSupplier alive) {
        if (alive.getAsBoolean()) {
            tell("WATCHDOG=1");
        } else {
            LOGGER.atWarn().log("the service does not answer itself; the service manager is given no sign of life");
        }
    }

    /** The service is about to stop. */
    void stopping() {
        stopped.countDown();
        tell("STOPPING=1");
    }

    /** Without it the service is as good, though systemd may think otherwise. */
    private void tell(String state) {
        if (!wanted) {
            return;
        }
        try {
            Process helper = new ProcessBuilder("systemd-notify", state)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (!helper.waitFor(HELPER_SECONDS, TimeUnit.SECONDS)) {
                helper.destroyForcibly();
                LOGGER.atWarn().addKeyValue("state", state).log("the service manager was not told in time");
            } else if (helper.exitValue() != 0) {
                LOGGER.atWarn().addKeyValue("state", state).log("the service manager could not be told");
            }
        } catch (IOException e) {
            LOGGER.atWarn()
                    .addKeyValue("state", state)
                    .addKeyValue(LogKeys.DETAIL, e.toString())
                    .log("the service manager could not be told");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
