package adsync.simulation;

import adsync.change.Filetime;
import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.Partition;
import adsync.journal.PasswordsReceived;
import adsync.journal.ReceivedPassword;
import adsync.journal.ReceivedPassword.Receipt;
import adsync.journal.UnshippedObject;
import adsync.listener.ListenerHealth;
import adsync.listener.ListenerOptions;
import adsync.listener.ListenerVerticle;
import adsync.listener.Neighbours;
import adsync.listener.Retirement;
import adsync.listener.TimerVerticle;
import adsync.scim.ScimClient;
import adsync.scim.SealedPassword;
import adsync.shipper.ComparisonState;
import adsync.shipper.ComparisonVerticle;
import adsync.shipper.PasswordOptions;
import adsync.shipper.PasswordOptions.MustChange;
import adsync.shipper.PasswordVerticle;
import adsync.shipper.Provider;
import adsync.shipper.ShipperOptions;
import adsync.shipper.ShipperVerticle;
import adsync.shipper.WorkReleased;
import adsync.testing.EnrolledSource;
import adsync.worker.Clocks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of the service, put together as the real one does it. All but {@link #journal} is called on a thread of its process. */
final class SimulatedService {

    private final Clock steady;
    private final SimulatedTimeOfDay timeOfDay;
    private final SimulatedProcess process;
    private final Settings settings;
    private final SimulatedDomain domain;
    private final ScimClient client;
    private final Random random;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<SimulatedProcess.Deployed> workers = new ArrayList<>();
    private @Nullable Journal journal;
    private boolean started;

    SimulatedService(
            SimulatedTimeOfDay timeOfDay,
            SimulatedProcess process,
            Settings settings,
            SimulatedDomain domain,
            ScimClient client,
            Random random) {
        this.steady = timeOfDay.steady();
        this.timeOfDay = timeOfDay;
        this.process = process;
        this.settings = settings;
        this.domain = domain;
        this.client = client;
        this.random = random;
    }

    /** Whether it is there to be asked. */
    boolean started() {
        return started && !process.dead();
    }

    Optional<Journal> journal() {
        return Optional.ofNullable(journal);
    }

    /** Whether the alarm tells that an enumeration is not believed. */
    boolean sweepRefused() {
        return meters.get("adsync.listener.sweep.refused").gauge().value() > 0;
    }

    private Journal open() {
        return Objects.requireNonNull(journal);
    }

    void start(Path state) {
        Journal opened =
                Journals.open(process.vertx(), state, timeOfDay, meters).await();
        journal = opened;
        opened.onReleased(count -> publish(WorkReleased.ADDRESS, new WorkReleased(count)));
        ShipperOptions shipping = settings.shipping();
        ListenerOptions listening = settings.listening();
        Clocks clocks = new Clocks(timeOfDay, steady);
        Provider provider = new Provider(client, opened, shipping, steady, random, meters);
        opened.passwords().follow(timeOfDay.instant()).await();
        new Retirement(opened, listening, timeOfDay, random).run();
        opened.shipGroups(true).await();
        deployShippers(opened, provider, shipping);
        deploy(new PasswordVerticle(
                new PasswordOptions(new SealedPassword.Attribute("password", Optional.empty()), MustChange.HOLD),
                opened,
                provider,
                sids -> Future.succeededFuture(Map.of()),
                (controller, users) -> Future.succeededFuture(Map.of()),
                timeOfDay,
                random,
                meters));
        deploy(new ListenerVerticle(
                listening,
                domain,
                new Neighbours(List.of(Settings.DOMAIN), steady),
                opened,
                clocks,
                random,
                meters,
                new ListenerHealth("directory", Settings.DOMAIN, timeOfDay, meters, listening.poll())));
        deploy(new TimerVerticle(listening, opened, timeOfDay, random, meters));
        deploy(comparison(opened, provider));
        started = true;
    }

    private ComparisonVerticle comparison(Journal opened, Provider provider) {
        return new ComparisonVerticle(
                Optional.empty(),
                opened,
                provider,
                settings.mapping(),
                nobody -> Future.succeededFuture(Map.of()), // all accounts are those of users we know
                settings.shipping(),
                new ComparisonState(meters),
                timeOfDay);
    }

    private void deployShippers(Journal opened, Provider provider, ShipperOptions shipping) {
        for (int number = 0; number < shipping.partitions(); number++) {
            deploy(new ShipperVerticle(
                    new Partition(number, shipping.partitions()),
                    shipping,
                    opened,
                    provider,
                    settings.mapping(),
                    timeOfDay,
                    random,
                    meters));
        }
    }

    private void deploy(VerticleBase verticle) {
        workers.add(process.deploy(verticle));
    }

    private void publish(String address, Object message) {
        process.vertx().eventBus().publish(address, message);
    }

    /** Stops in order. */
    void stop() {
        started = false;
        Future.join(workers.stream().map(SimulatedProcess.Deployed::stop).toList())
                .await();
        open().close().await();
    }

    /** Releases what a dead process would have lost. */
    void bury() {
        Journal left = journal;
        if (left != null) {
            process.tidy(left::close);
        }
        meters.close();
    }

    /** Tells the service something. */
    void tell(String address, Object message) {
        publish(address, message);
    }

    /** As the intake does it once a request has come. */
    Receipt receive(String id, String sid, Instant changed, String sealed) {
        ReceivedPassword event = new ReceivedPassword(id, sid, Filetime.of(changed), sealed, null);
        Receipt receipt = EnrolledSource.send(open().passwords(), List.of(event), timeOfDay.instant())
                .getFirst();
        if (receipt == Receipt.ACCEPTED) {
            publish(PasswordsReceived.ADDRESS, new PasswordsReceived(1));
        }
        return receipt;
    }

    void requestReconcile() {
        open().requestReconcile().await();
    }

    /** The holds that nobody has decided on. */
    List<Hold> openHolds() {
        return open().holds().await().stream()
                .filter(hold -> hold.state() == Hold.State.OPEN)
                .toList();
    }

    /**
     * Lets changes pass.
     *
     * @param approved told whose they are, before and after: a death in between must not hide that somebody said yes
     */
    void approve(Hold hold, Set<String> approved) {
        approved.addAll(held(hold));
        open().approve(hold).await();
        approved.addAll(held(hold));
        publish(WorkReleased.ADDRESS, new WorkReleased(1));
    }

    private List<String> held(Hold hold) {
        return open().held(hold.id(), 0, 1000).await().stream()
                .map(object -> object.objectGuid().toString())
                .toList();
    }

    void reject(Hold hold) {
        open().reject(hold.id()).await();
    }

    /** Tries everybody again who was parked. */
    void releaseParked() {
        int released = open().releaseParked().await();
        for (UnshippedObject parked : open().parked(1000).await()) {
            released += open().release(parked.objectGuid()).await() ? 1 : 0;
        }
        if (released > 0) {
            publish(WorkReleased.ADDRESS, new WorkReleased(released));
        }
    }
}
