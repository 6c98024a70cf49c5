package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Filetime;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordStatistics;
import adsync.journal.PasswordsReceived;
import adsync.journal.ReceivedPassword;
import adsync.scim.SealedPassword;
import adsync.shipper.PasswordOptions.MustChange;
import adsync.shipper.SidHolders.Account;
import adsync.shipper.SidHolders.Holder;
import adsync.testing.EnrolledSource;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A lane for passwords between a journal and a provider that answers as it is told. */
abstract class PasswordLaneFixture extends ShipperFixture {

    static final Duration SOON = Duration.ofSeconds(60);

    Provider provider;
    String deployment = "";
    MustChange mustChange = MustChange.HOLD;

    /** Who has a SID in the directory. */
    final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /** When those were created; the directory says it of nobody else. */
    final Map<String, Instant> creations = new ConcurrentHashMap<>();

    /** Completed while the directory answers. */
    volatile Future<Void> directory = Future.succeededFuture();

    /** Set to fail once when the directory is asked. */
    final AtomicBoolean fault = new AtomicBoolean();

    final List<List<String>> asked = new CopyOnWriteArrayList<>();

    /** What domain controllers themselves say of users' passwords, by their names; others cannot be asked. */
    final Map<String, Map<ObjectGuid, Long>> states = new ConcurrentHashMap<>();

    /** The domain controllers of the domain, as far as they are known. */
    final List<String> controllers = new CopyOnWriteArrayList<>();

    /** Who was asked for states. */
    final List<String> askedForStates = new CopyOnWriteArrayList<>();

    private final class States implements PasswordStates {

        @Override
        public Future<Map<ObjectGuid, Long>> at(String controller, Collection<ObjectGuid> users) {
            askedForStates.add(controller);
            Map<ObjectGuid, Long> said = new HashMap<>(states.getOrDefault(controller, Map.of()));
            said.keySet().retainAll(users);
            return Future.succeededFuture(said);
        }

        @Override
        public List<String> others(String controller) {
            return controllers.stream().filter(one -> !one.equals(controller)).toList();
        }
    }

    /** What a domain controller says of user 1. */
    void atController(String controller, long set) {
        states.put(controller, Map.of(guid(1), set));
    }

    @BeforeEach
    void follow() {
        codec(ChangeCommitted.class);
        codec(ChangeSettled.class);
        codec(WorkReleased.class);
        codec(PasswordsReceived.class);
        codec(PasswordsRejected.class);
        journal.passwords().follow(clock.instant()).await();
        provider = provider();
    }

    @AfterEach
    void undeploy() {
        if (!deployment.isEmpty()) {
            vertx.undeploy(deployment).await();
        }
    }

    /** What the directory says, and notes what it was asked for. */
    private Future<Map<String, Account>> holders(Collection<String> sids) {
        asked.add(List.copyOf(sids));
        if (fault.getAndSet(false)) {
            throw new IllegalStateException("a fault");
        }
        Map<String, Account> said = new HashMap<>();
        holders.forEach((sid, holder) -> said.put(sid, new Account(holder, Optional.ofNullable(creations.get(sid)))));
        said.keySet().retainAll(sids);
        return directory.map(said);
    }

    void start() {
        var options = new PasswordOptions(new SealedPassword.Attribute("password", Optional.empty()), mustChange);
        var lane = new PasswordVerticle(
                options, journal, provider, this::holders, new States(), clock, new Random(1), meters);
        deployment = vertx.deployVerticle(
                        lane, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    /** As after a crash, or a restart by somebody. */
    void restart() {
        restartAfter(Duration.ZERO);
    }

    /** As after an outage. */
    void restartAfter(Duration outage) {
        vertx.undeploy(deployment).await();
        deployment = "";
        clock.advance(outage);
        reopen();
        provider = provider();
        start();
    }

    static String sid(long number) {
        return "S-1-5-21-1-2-3-" + (1000 + number);
    }

    void receive(List<ReceivedPassword> events) {
        EnrolledSource.send(journal.passwords(), events, clock.instant());
    }

    void changed(long number, String id, Instant when) {
        receive(List.of(new ReceivedPassword(id, sid(number), Filetime.of(when), "sealed-" + id, null)));
        vertx.eventBus().publish(PasswordsReceived.ADDRESS, new PasswordsReceived(1));
    }

    void hiredWith(long number, long passwordSet) {
        hired(person(number, "user" + number, "objectSid", sid(number), "pwdLastSet", Long.toString(passwordSet)));
    }

    void account(long number, Instant passwordSet) {
        hiredWith(number, Filetime.of(passwordSet));
        ship(provider);
    }

    /** As soon as what is due is nobody else's: a password may be at work on the lane of the same user. */
    @Override
    List<Parcel> ship(Provider provider) {
        return await().atMost(SOON).until(() -> super.ship(provider), parcels -> !parcels.isEmpty());
    }

    void awaitPassword(String id, String sealed) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(accounts.account(id).get("password")).isEqualTo(sealed));
    }

    PasswordStatistics statistics() {
        return journal.passwords().statistics(clock.instant()).await();
    }

    long waiting() {
        return statistics().open();
    }

    double ended(PasswordEnd end) {
        return PasswordMeter.ENDED.counter(meters, "end", end.word()).count();
    }

    /** Lets time go by, in which the lane is at work. */
    void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minusMinutes(1)) {
            clock.advance(left.compareTo(Duration.ofMinutes(1)) < 0 ? left : Duration.ofMinutes(1));
            journal.passwords().waiting(clock.instant(), 0, 1).await(); // as the lane does each half a minute
        }
    }

    /** Until the one that waits was looked at and put off. */
    void awaitPostponed() {
        await().atMost(SOON)
                .until(() -> journal.passwords()
                        .nextDue()
                        .await()
                        .filter(due -> due.isAfter(clock.instant()))
                        .isPresent());
    }

    void awaitEnd(PasswordEnd end) {
        await().atMost(SOON).until(() -> ended(end) == 1);
        assertThat(waiting()).isZero();
    }

    /** What a shipper tells when an account has come. */
    void created(long number) {
        var settled = new ChangeSettled(
                new CorrelationId("c"),
                guid(number),
                "CN=1",
                ChangeKind.CREATED,
                new Origin("dc", 1, clock.instant()),
                clock.instant(),
                ChangeSettled.Outcome.SHIPPED,
                201,
                "",
                clock.instant());
        vertx.eventBus().publish(ChangeSettled.ADDRESS, settled);
    }
}
