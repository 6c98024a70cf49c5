package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Origin;
import adsync.journal.Comparison;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When comparisons are made, and how fast. */
class ComparisonVerticleTest extends ShipperFixture {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration SOON = Duration.ofSeconds(30);

    private String deployment = "";

    @BeforeEach
    void codecs() {
        codec(ComparisonRequested.class);
        codec(WorkReleased.class);
    }

    @AfterEach
    void undeploy() {
        vertx.undeploy(deployment).await();
    }

    private ComparisonState deploy(Optional<Duration> every) {
        var state = new ComparisonState(meters);
        deployment = vertx.deployVerticle(
                        new ComparisonVerticle(
                                every, journal, provider(), mapping(), whereabouts, options(), state, clock),
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        return state;
    }

    private void employ() {
        hired(person(1, "ada"), person(2, "bob"), person(3, "cleo"));
        ship(provider());
        accounts.largestPage(1);
    }

    private void compared(Comparison last) {
        journal.comparisons()
                .compared(last, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
    }

    private boolean remembered() {
        return journal.comparisons().begun().await().isPresent();
    }

    @Test
    void a_new_journal_is_compared_a_day_later_for_the_first_time() {
        employ();
        deploy(Optional.of(DAY));

        await().atMost(SOON).until(this::remembered);

        assertThat(journal.comparisons().begun().await().orElseThrow().over()).isTrue();
        assertThat(accounts.count("PAGE")).isZero();
    }

    @Test
    void it_is_due_again_when_its_time_is_over_and_costs_less_than_a_request_a_second() {
        employ();
        compared(Comparison.begin(7, clock.instant()).ended(clock.instant(), ""));
        clock.advance(DAY);
        long begun = System.nanoTime();

        ComparisonState state = deploy(Optional.of(DAY));

        await().atMost(SOON)
                .until(() -> state.complete().filter(done -> done.number() == 8).isPresent());
        assertThat(accounts.count("PAGE")).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(3));
    }

    @Test
    void it_is_made_at_once_when_somebody_asks_for_it_even_if_it_is_off() {
        employ();
        ComparisonState state = deploy(Optional.empty());
        await().atMost(SOON).until(this::remembered);

        vertx.eventBus().publish(ComparisonRequested.ADDRESS, new ComparisonRequested(false, false, false));

        await().atMost(SOON).until(() -> state.complete().isPresent());
        assertThat(state.complete().orElseThrow().repairing()).isFalse();
        assertThat(accounts.count("PAGE")).isEqualTo(3);
    }

    @Test
    void where_accounts_were_before_ours_the_first_follows_the_first_load() {
        String gone = accounts.stranger("gone@example.com", guid(11).toString());
        whereabouts.put(guid(11), Whereabouts.Standing.DELETED);
        hired(person(1, "ada"));
        assertReady(provider());
        ComparisonState state = deploy(Optional.empty());
        await().atMost(SOON).until(() -> accounts.count("COUNT") > 0);
        assertThat(journal.comparisons().begun().await())
                .as("before it is over")
                .isEmpty();

        ship(provider());

        await().atMost(SOON).until(() -> state.complete().isPresent());
        assertThat(state.complete().orElseThrow().findings().orphaned()).isEqualTo(1);
        ship(provider());
        assertThat(accounts.account(gone)).containsEntry("active", false);
    }
}
