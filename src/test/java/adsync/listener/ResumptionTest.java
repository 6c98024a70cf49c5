package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where a listener goes on that was interrupted. */
class ResumptionTest extends ListenerFixture {

    private static final String FIRST = "dc1.contoso.com";
    private static final String SECOND = "dc2.contoso.com";

    @Test
    void a_restart_goes_on_from_the_cookie() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        stop();
        domain().set(ada, "title", "Director");

        start();

        eventually(() -> kinds(ada).contains("updated"));
        assertThat(domain().count("users")).isEqualTo(1);
    }

    @Test
    void who_left_before_the_checkpoint_was_found_damaged_is_missed_by_the_enumeration() {
        domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        startAndFollow();
        stop();
        domain().delete(bob);

        start(PickyJournal.withoutCheckpoint(journal()));

        eventually(() -> enumerations("checkpoint") == 1);
        eventually(() -> !present(bob));
    }

    @Test
    void a_refused_cookie_is_replaced_by_an_enumeration() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("page") && once.compareAndSet(false, true)) {
                throw new DirectoryException(Reason.COOKIE, "the cookie is not accepted");
            }
        });

        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> kinds(ada).contains("updated"));
        eventually(this::following);
        assertThat(enumerations("cookie")).isEqualTo(1);
    }

    @Test
    void a_clock_that_jumps_is_no_reason_to_read_everything_again() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        for (Duration jump : List.of(Duration.ofHours(-1), Duration.ofDays(1))) {
            clock().advance(jump);
            rounds(3);
            restart();
            eventually(this::following);

            domain().set(ada, "title", "after a jump of " + jump);
            domain().ring();

            eventually(() -> shadow(ada).orElseThrow().image().values("title").contains("after a jump of " + jump));
        }
        assertThat(domain().count("users")).isEqualTo(1);
    }

    @Test
    void another_query_makes_the_cookie_worthless() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();

        fingerprint("another");
        start();

        eventually(() -> enumerations("configuration") == 1);
    }

    @Test
    void a_root_that_was_renamed_is_followed_whatever_else_the_configuration_says() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        stop();
        domain().rename(domain().root(), "OU=People");
        ObjectGuid impostor = domain().container("OU=Staff", domain().head());
        ObjectGuid eve = domain().user("eve", impostor);

        fingerprint("another");
        startAndFollow();

        assertThat(enumerations("configuration")).isEqualTo(1);
        assertThat(present(ada)).isTrue();
        assertThat(shadow(eve)).isEmpty();
    }

    @Test
    void a_domain_controller_that_went_back_in_time_is_not_believed() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        domain().usn(domain().usn() - 1);

        start();

        eventually(() -> enumerations("rollback") == 1);
    }

    @Test
    void a_domain_controller_that_went_back_in_time_while_another_one_was_used_is_not_believed_either() {
        domain().addHost(SECOND);
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        domain().set(ada, "title", "Director");
        domain().ring();
        eventually(() -> kinds(ada).contains("updated"));
        stop();
        domain().down(FIRST, true);
        startAndFollow();
        domain().set(ada, "title", "President");
        domain().ring();
        eventually(() -> checkpoint().orElseThrow().domainController().equals(SECOND));
        stop();
        domain().down(FIRST, false);
        domain().down(SECOND, true);
        domain().usn(domain().usn() - 2);

        startAndFollow();
        assertThat(enumerations("rollback")).isEqualTo(1);

        stop();
        startAndFollow();
        assertThat(enumerations("rollback")).isZero();
    }

    @Test
    void a_restored_domain_controller_is_enumerated() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        domain().newInvocation(FIRST);

        start();

        eventually(() -> enumerations("restored") == 1);
    }

    @Test
    void a_domain_that_was_built_anew_is_not_followed_until_a_person_decides() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        stop();
        domain().rebuild();
        ObjectGuid again = domain().user("ada", domain().root());

        start();

        eventually(() -> status().cause().contains("is another one than before"));
        assertThat(status().cause()).contains("name a new folder in state").contains("provider.adopt: always");
        assertThat(meters().get("adsync.listener.failures")
                        .tag("reason", "rebuilt")
                        .counter()
                        .count())
                .isPositive();
        assertThat(present(ada)).isTrue();
        assertThat(shadow(again)).isEmpty();
    }

    @Test
    void a_cookie_older_than_half_a_tombstones_life_is_not_used() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        clock().advance(Duration.ofDays(30).plus(Duration.ofSeconds(1)));

        start();

        eventually(() -> enumerations("away") == 1);
    }

    @Test
    void the_directory_says_how_long_a_cookie_may_rest() {
        domain().user("ada", domain().root());
        domain().tombstoneLifetime(Duration.ofDays(10));
        startAndFollow();
        stop();
        clock().advance(Duration.ofDays(5).plusSeconds(1));

        start();

        eventually(() -> enumerations("away") == 1);
    }

    @Test
    void a_comparison_that_was_asked_for_while_nobody_listened_is_made_at_the_start_and_once() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        journal().requestReconcile().await();

        startAndFollow();
        assertThat(enumerations("requested")).isEqualTo(1);

        stop();
        startAndFollow();
        assertThat(enumerations("requested")).isZero();
    }

    @Test
    void a_word_of_a_comparison_that_is_made_already_is_no_reason_to_connect_again_and_again() {
        domain().user("ada", domain().root());
        startAndFollow();

        vertx().eventBus().publish(ReconcileRequested.ADDRESS, new ReconcileRequested());

        eventually(() -> domain().count("connect") == 2);
        var bob = domain().user("bob", domain().root());
        domain().ring();
        eventually(() -> present(bob));
        assertThat(domain().count("connect")).isEqualTo(2);
        assertThat(enumerations("requested")).isZero();
    }

    @Test
    void a_comparison_that_is_asked_for_during_another_one_is_made_after_it() {
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        journal().requestReconcile().await();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("users") && once.compareAndSet(false, true)) {
                requestReconcile();
            }
        });

        start();

        eventually(() -> enumerations("requested") == 2);
        eventually(this::following);
    }

    @Test
    void another_domain_controller_goes_on_from_the_cookie_of_the_last_cycle() {
        domain().addHost(SECOND);
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        domain().down(FIRST, true);
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("usn") && once.compareAndSet(false, true)) {
                throw new DirectoryException(Reason.UNREACHABLE, "the connection was lost");
            }
        });

        domain().set(ada, "title", "Director");

        eventually(() -> kinds(ada).contains("updated"));
        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(SECOND);
        assertThat(domain().count("users")).isEqualTo(1);
    }

    @Test
    void an_enumeration_is_begun_anew_on_another_domain_controller() {
        domain().addHost(SECOND);
        sevenUsers();
        AtomicInteger pages = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("users") && pages.incrementAndGet() == 3) {
                domain().down(FIRST, true);
                throw new DirectoryException(Reason.UNREACHABLE, "the connection was lost");
            }
        });

        startAndFollow();

        assertThat(enumerations("failover")).isEqualTo(1);
    }

    @Test
    void a_restart_within_the_enumeration_returns_to_the_domain_controller_it_was_made_on() {
        domain().addHost(SECOND);
        sevenUsers();
        domain().down(FIRST, true);
        AtomicInteger pages = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("users") && pages.incrementAndGet() >= 3) {
                throw new DirectoryException(Reason.BUSY, "the server is busy");
            }
        });
        start();
        eventually(() -> status().cause().equals("the server is busy"));
        stop();
        domain().down(FIRST, false);
        domain().before(call -> {});

        startAndFollow();

        assertThat(enumerations("failover")).isZero();
        assertThat(domain().count("stamps")).isPositive();
    }

    @Test
    void health_says_enumerating_while_the_enumeration_is_prepared() {
        domain().user("ada", domain().root());
        AtomicBoolean said = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("cookie")) {
                said.set("enumerating".equals(status().details().get("phase")));
            }
        });

        startAndFollow();

        assertThat(said).isTrue();
    }

    @Test
    void reading_waits_while_the_outbox_is_full_and_health_says_so_only_then() {
        outboxLimit(3);
        sevenUsers();

        start();

        eventually(() -> "outbox full".equals(status().details().get("phase")));
        assertThat(journal().outboxSize().await()).isEqualTo(3);
        ship();
        eventually(() -> {
            ship();
            return following();
        });
        assertThat(journal().statistics().await().objects()).isEqualTo(7);
    }

    private void requestReconcile() {
        journal().requestReconcile().toCompletionStage().toCompletableFuture().join();
        vertx().eventBus().publish(ReconcileRequested.ADDRESS, new ReconcileRequested());
    }

    private void sevenUsers() {
        for (int i = 0; i < 7; i++) {
            domain().user("user" + i, domain().root());
        }
    }
}
