package adsync.cli;

import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.observe.LogKeys;
import adsync.sealing.RootKey;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private static final long GIVES_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SimulatedController controller;
    private final PasswordReceiver receiver;
    private final Consumer<String> screen;
    private final List<String> sealed = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private final Thread courier = Thread.ofVirtual().name("demo-courier").unstarted(this::run);
    private volatile boolean closed;
    private long heard;
    private long works;
    private long beaten;

    /** A password that is to work, kept until it does, in this demo alone. */
    private record Trial(String sid, String account, Secret secret, long since) {}

    /** Octets that are wiped. */
    private static final class Secret {

        private final byte[] octets;

        Secret(byte[] octets) {
            this.octets = octets;
        }
    }

    private DemoController(SimulatedController controller, PasswordReceiver receiver, Consumer<String> screen) {
        this.controller = controller;
        this.receiver = receiver;
        this.screen = screen;
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
        trials.add(new Trial(sid, account, new Secret(password.clone()), System.nanoTime()));
    }

    /** How many passwords worked at the provider. */
    synchronized long works() {
        return works;
    }

    /** How many passwords it heard of, those included that it gave up waiting for. */
    synchronized long heard() {
        return heard;
    }

    private void run() {
        while (!closed) {
            try {
                beat();
                deliver();
                attempt();
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

    private void attempt() {
        List<Trial> open;
        synchronized (this) {
            open = List.copyOf(trials);
        }
        for (Trial trial : open) {
            long waited = System.nanoTime() - trial.since();
            boolean good = receiver.verify(trial.sid(), trial.secret().octets);
            if (good) {
                screen.accept("login      %s signs in at the provider with the new password (after %d ms)"
                        .formatted(trial.account(), TimeUnit.NANOSECONDS.toMillis(waited)));
            }
            if (good || waited > GIVES_UP_NANOS) {
                end(trial, good);
            }
        }
    }

    private synchronized void end(Trial trial, boolean good) {
        works += good ? 1 : 0;
        Arrays.fill(trial.secret().octets, (byte) 0);
        trials.remove(trial);
    }

    @Override
    public void close() {
        closed = true;
        courier.interrupt();
        controller.close();
    }
}
