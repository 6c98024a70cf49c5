package adsync.cli;

import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedProvider;
import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.mapping.MappingOptions;
import adsync.observe.LogKeys;
import adsync.sealing.RootKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for what is installed on a domain controller: hears of the embedded directory's passwords, seals them and delivers them to
 * the service, over mutual TLS like anybody. Then tries whether they work at the provider.
 */
final class DemoController implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(DemoController.class);
    private static final long TURN_MILLISECONDS = 100;
    private static final long BEAT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long COMES_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SimulatedController controller;
    private final Consumer<String> screen;
    private final PasswordTrials trials;
    private final List<String> sealed = new ArrayList<>();
    private final Thread courier = Thread.ofVirtual().name("demo-courier").unstarted(this::run);
    private volatile boolean closed;
    private long heard;
    private long beaten;

    private DemoController(SimulatedController controller, PasswordReceiver receiver, Consumer<String> screen) {
        this.controller = controller;
        this.screen = screen;
        this.trials = new PasswordTrials(receiver::verify);
    }

    /**
     * Enrols and begins.
     *
     * @param token what the service invited with
     */
    static DemoController begin(
            String token, EmbeddedDirectory directory, PasswordReceiver receiver, Consumer<String> screen)
            throws IOException, InterruptedException {
        var enrolled = SimulatedController.enrol(
                token,
                directory.dnsHostName(),
                directory.computerGuid(),
                new RootKey(receiver.rootKey()),
                Clock.systemUTC());
        var demo = new DemoController(enrolled, receiver, screen);
        directory.onPassword(demo::changed);
        demo.courier.start();
        return demo;
    }

    private synchronized void changed(String sid, String account, long filetime, byte[] password) {
        heard++;
        sealed.add(controller.seal(sid, account, filetime, password));
        trials.add(sid, account, password, System.nanoTime());
    }

    /** How many passwords worked at the provider. */
    long works() {
        return trials.works();
    }

    /** Waits for what is on its way; the accounts of active users whose newest password does not work afterwards. */
    List<String> unusable(EmbeddedProvider provider) throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            List<String> unusable = trials.unusable(active(provider));
            if (unusable.isEmpty() || System.nanoTime() - begun > COMES_WITHIN_NANOS) {
                return unusable;
            }
            TimeUnit.MILLISECONDS.sleep(TURN_MILLISECONDS);
        }
    }

    private static Set<String> active(EmbeddedProvider provider) {
        return provider.users().stream()
                .filter(user -> user.getBoolean("active", true))
                .map(user -> user.getJsonObject(MappingOptions.EXTENSION, new JsonObject())
                        .getString("objectSid", ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How many passwords it heard of. */
    synchronized long heard() {
        return heard;
    }

    private void run() {
        while (!closed) {
            try {
                beat();
                deliver();
                trials.attempt(System.nanoTime(), this::signsIn);
                TimeUnit.MILLISECONDS.sleep(TURN_MILLISECONDS);
            } catch (IOException e) {
                LOGGER.atDebug().addKeyValue(LogKeys.DETAIL, e.toString()).log("simulated courier tries again");
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void beat() throws IOException, InterruptedException {
        long now = System.nanoTime();
        if (beaten == 0 || now - beaten > BEAT_EVERY_NANOS) {
            controller.beat();
            beaten = now;
        }
    }

    /** What was not acknowledged is sent again. */
    private void deliver() throws IOException, InterruptedException {
        List<String> batch;
        synchronized (this) {
            batch = sealed.stream().limit(100).toList();
        }
        if (!batch.isEmpty()) {
            controller.deliver(batch);
            synchronized (this) {
                sealed.subList(0, batch.size()).clear();
            }
        }
    }

    private void signsIn(String account, long milliseconds) {
        screen.accept("login      %s signs in at the provider with the new password (after %d ms)"
                .formatted(account, milliseconds));
    }

    @Override
    public void close() {
        closed = true;
        courier.interrupt();
        controller.close();
    }
}
