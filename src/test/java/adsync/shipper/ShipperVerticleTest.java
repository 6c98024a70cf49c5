package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.CorrelationId;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.journal.Journal;
import adsync.mapping.Deprovisioning;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOutcome;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShipperVerticleTest extends ShipperFixture {

    private static final Duration SOON = Duration.ofSeconds(60);

    private String deployment = "";

    @BeforeEach
    void codecs() {
        codec(ChangeCommitted.class);
        codec(ChangeSettled.class);
        codec(WorkReleased.class);
    }

    @AfterEach
    void undeploy() {
        vertx.undeploy(deployment).await();
    }

    private void start(Provider provider, Journal used) {
        var shipper = new ShipperVerticle(ALL, options(), used, provider, mapping(), clock, new Random(1), meters);
        deployment = vertx.deployVerticle(
                        shipper, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    private void awaitAccounts(int count) {
        await().atMost(SOON).until(() -> journal.statistics().await().links() == count);
    }

    /** The journal, but the first calls of one method break as nothing should. */
    private Journal breaking(String method, int times) {
        var left = new AtomicInteger(times);
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && left.getAndDecrement() > 0) {
                        return Future.failedFuture(new IllegalStateException("never expected"));
                    }
                    try {
                        return called.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "claimGroups", "settle", "nextDue"})
    void a_shipper_outlives_what_nobody_expected(String method) {
        hired(person(1, "ada"));

        start(provider(), breaking(method, 1));

        awaitAccounts(1);
        hired(person(2, "bob"));
        awaitAccounts(2);
    }

    @Test
    void a_probe_that_has_nothing_to_send_leaves_the_way_to_others() {
        deprovisioning = Deprovisioning.DISABLE;
        hired(person(1, "ada"));
        assertThat(claim()).hasSize(1);
        gone(1);
        reopen();
        Provider provider = provider();
        assertReady(provider);
        accounts.once(operation -> true, new ScimOutcome.Busy(503, Optional.empty(), "busy"));
        provider.single(new Delete(new CorrelationId("c"), "nobody")).await();
        clock.advance(Duration.ofMinutes(5));

        start(provider, journal);
        await().atMost(SOON).until(() -> journal.statistics().await().outbox() == 0);
        hired(person(2, "bob"));

        awaitAccounts(1);
    }

    @Test
    void the_time_to_the_acknowledgement_begins_with_the_first_change_that_was_not_shipped() {
        hired(person(1, "ada"));
        clock.advance(Duration.ofMinutes(1));
        changed(person(1, "ada", "title", "Director"));

        start(provider(), journal);

        awaitAccounts(1);
        await().atMost(SOON)
                .until(() -> ShipperMeter.LATENCY.timer().register(meters).totalTime(TimeUnit.SECONDS) == 60);
    }
}
