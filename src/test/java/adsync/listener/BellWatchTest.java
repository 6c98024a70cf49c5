package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.Preference;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.services.Services;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bell makes changes known at once; whatever happens to it makes them later, never lost. */
class BellWatchTest extends ListenerFixture {

    private static final Duration LONG = Duration.ofHours(2);

    @BeforeEach
    void seed() {
        domain().user("ada", domain().root());
    }

    @Test
    void a_ring_is_followed_at_once() {
        poll(LONG);
        startAndFollow();

        ObjectGuid bob = domain().user("bob", domain().root());
        domain().ring();

        eventually(() -> present(bob));
    }

    @Test
    void a_lost_bell_is_registered_again_long_before_the_next_poll() {
        poll(LONG);
        startAndFollow();

        domain().loseBell();
        eventually(() -> meter("adsync.listener.bell.active") == 0);
        clock().advance(Duration.ofSeconds(1));

        eventually(() -> domain().count("bell") == 2);
        ObjectGuid bob = domain().user("bob", domain().root());
        domain().ring();
        eventually(() -> present(bob));
    }

    @Test
    void a_bell_is_pinged_in_time_however_long_the_poll_is() {
        poll(LONG);
        startAndFollow();
        assertThat(domain().count("ping")).isZero();
        clock().advance(Duration.ofMinutes(2));

        domain().ring();

        eventually(() -> domain().count("ping") == 1);
    }

    @Test
    void a_ring_is_over_at_once_however_busy_the_listener_is() {
        var busy = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var heard = new AtomicInteger();
        Context context = vertx().getOrCreateContext();
        BellWatch bell = new BellWatch(DOMAIN, context, clock(), meters(), heard::incrementAndGet);
        bell.tend(session());
        context.runOnContext(hop -> {
            busy.countDown();
            awaitLatch(done);
        });
        awaitLatch(busy);

        CompletableFuture<Void> burst = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 50; i++) {
                domain().ring();
            }
        });

        try {
            assertThat(burst).succeedsWithin(Duration.ofSeconds(30));
            assertThat(heard).hasValue(0);
        } finally {
            done.countDown();
        }
        eventually(() -> heard.get() == 50);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_says_when_it_has_to_act_again() {
        BellWatch bell = new BellWatch(DOMAIN, vertx().getOrCreateContext(), clock(), meters(), () -> {});
        Session session = session();
        assertThat(bell.restsFor()).isZero();

        domain().failing("bell", Reason.UNREACHABLE, "no more connections");
        bell.tend(session);
        assertThat(bell.restsFor()).isEqualTo(Duration.ofSeconds(30));
        domain().before(call -> {});
        clock().advance(Duration.ofSeconds(30));
        bell.tend(session);
        assertThat(bell.restsFor()).isEqualTo(Duration.ofMinutes(2));
        clock().advance(Duration.ofSeconds(150));
        assertThat(bell.restsFor()).isZero();
        domain().failing("ping", Reason.UNREACHABLE, "no answer");
        bell.tend(session);

        assertThat(bell.restsFor()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refused_credentials_end_the_session() {
        BellWatch bell = new BellWatch(DOMAIN, vertx().getOrCreateContext(), clock(), meters(), () -> {});
        domain().failing("bell", Reason.CREDENTIALS, "the password has expired");

        assertThatThrownBy(() -> bell.tend(session())).hasMessage("the password has expired");
    }

    private Session session() {
        return new Session(
                domain().connect(Preference.NONE),
                domain().namingContext(),
                new Scope(List.of(new Place(domain().root(), MemoryDomain.ROOT)), List.of(), Optional.empty()),
                Services.NONE.resolve(Map.of()),
                vertx().createSharedWorkerExecutor("test"),
                DOMAIN,
                Neighbours.none(DOMAIN),
                selectedRoots());
    }

    @Test
    void a_failed_ping_loses_the_bell_only() {
        startAndFollow();
        domain().failing("ping", Reason.UNREACHABLE, "no answer within 5 s");

        clock().advance(Duration.ofMinutes(2));
        eventually(() -> status().cause().contains("no answer within 5 s"));
        ObjectGuid bob = domain().user("bob", domain().root());

        eventually(() -> present(bob));
        assertThat(domain().count("connect")).isEqualTo(1);
    }

    @Test
    void a_new_session_has_its_bell_at_once() {
        poll(LONG);
        startAndFollow();
        domain().failing("page", Reason.UNREACHABLE, "the connection broke");
        domain().user("bob", domain().root());
        domain().ring();
        eventually(() -> domain().count("page") > 1 && meter("adsync.listener.bell.active") == 0);

        domain().before(call -> {});
        clock().advance(Duration.ofSeconds(5));

        eventually(() -> domain().count("bell") == 2);
    }

    @Test
    void a_deaf_bell_is_replaced() {
        startAndFollow();

        for (int i = 0; i < 6; i++) {
            ObjectGuid silent = domain().user("silent" + i, domain().root());
            eventually(() -> present(silent));
        }

        eventually(() -> domain().count("bell") == 2);
        eventually(() -> status().cause().isEmpty());
    }

    @Test
    void a_bell_that_cannot_be_registered_is_tried_again_and_its_cause_is_told() {
        domain().failing("bell", Reason.UNSUPPORTED, "no notification here");
        start();
        eventually(() -> status().cause().contains("no notification here"));
        domain().before(call -> {});

        clock().advance(Duration.ofSeconds(30));

        eventually(() -> status().cause().isEmpty());
    }

    @Test
    void a_listener_whose_bell_is_refused_the_login_waits() {
        domain().failing("bell", Reason.CREDENTIALS, "the password has expired");

        start();
        eventually(() -> status().cause().contains("the password has expired"));
        clock().advance(Duration.ofSeconds(31));
        domain().ring();

        assertThat(status().details()).containsEntry("failing", "directory");
        assertThat(domain().count("bell")).isEqualTo(1);
    }
}
