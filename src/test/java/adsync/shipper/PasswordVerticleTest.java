package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Filetime;
import adsync.change.Origin;
import adsync.journal.ChangeSettled;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordsReceived;
import adsync.journal.ReceivedPassword;
import adsync.scim.ScimOutcome;
import adsync.scim.SealedPassword;
import adsync.shipper.PasswordOptions.MustChange;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password follows its account, never goes before it, and the newest one wins. */
class PasswordVerticleTest extends ShipperFixture {

    private static final Duration SOON = Duration.ofSeconds(20);

    private Provider provider;
    private String deployment = "";
    private MustChange mustChange = MustChange.HOLD;

    @BeforeEach
    void follow() {
        codec(ChangeSettled.class);
        codec(WorkReleased.class);
        codec(PasswordsReceived.class);
        journal.passwords().follow(clock.instant()).await();
        provider = provider();
    }

    @AfterEach
    void undeploy() {
        if (!deployment.isEmpty()) {
            vertx.undeploy(deployment).await();
        }
    }

    private void start() {
        var options = new PasswordOptions(new SealedPassword.Attribute("password"), mustChange);
        var lane = new PasswordVerticle(options, journal, provider, clock, new Random(1), meters);
        deployment = vertx.deployVerticle(
                        lane, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
    }

    private static String sid(long number) {
        return "S-1-5-21-1-2-3-" + (1000 + number);
    }

    private void changed(long number, String id, Instant when) {
        journal.passwords()
                .receive(
                        1,
                        List.of(new ReceivedPassword(id, sid(number), Filetime.of(when), "sealed-" + id, null)),
                        clock.instant())
                .await();
        vertx.eventBus().publish(PasswordsReceived.ADDRESS, new PasswordsReceived(1));
    }

    private void hiredWith(long number, long passwordSet) {
        hired(person(number, "user" + number, "objectSid", sid(number), "pwdLastSet", Long.toString(passwordSet)));
    }

    private void account(long number, Instant passwordSet) {
        hiredWith(number, Filetime.of(passwordSet));
        ship(provider);
    }

    private void awaitPassword(String id, String sealed) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(accounts.account(id).get("password")).isEqualTo(sealed));
    }

    private long waiting() {
        return journal.passwords().statistics(clock.instant()).await().open();
    }

    private double ended(PasswordEnd end) {
        return PasswordMeter.ENDED.counter(meters, "end", end.word()).count();
    }

    /** Until the one that waits was looked at and put off. */
    private void awaitPostponed() {
        await().atMost(SOON)
                .until(() -> journal.passwords()
                        .nextDue()
                        .await()
                        .filter(due -> due.isAfter(clock.instant()))
                        .isPresent());
    }

    private void awaitEnd(PasswordEnd end) {
        await().atMost(SOON).until(() -> ended(end) == 1);
        assertThat(waiting()).isZero();
    }

    @Test
    void a_password_goes_to_the_account_of_its_user() {
        account(1, clock.instant());
        start();

        changed(1, "a", clock.instant());

        awaitPassword("id-1", "sealed-a");
        awaitEnd(PasswordEnd.ACKNOWLEDGED);
        assertThat(journal.passwords().statistics(clock.instant()).await().synced())
                .isEqualTo(1);
    }

    @Test
    void a_password_that_came_before_its_user_follows_the_creation() {
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();
        hiredWith(1, Filetime.of(clock.instant()));
        clock.advance(Duration.ofMinutes(1));
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();

        ship(provider);
        created(1);

        awaitPassword("id-1", "sealed-a");
        List<String> writes = accounts.requests().stream()
                .filter(request -> request.startsWith("POST") || request.startsWith("PASSWORD"))
                .toList();
        assertThat(writes).containsExactly("POST user1@example.com", "PASSWORD id-1 sealed-a");
    }

    /** What a shipper tells when an account has come. */
    private void created(long number) {
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

    @Test
    void only_the_newest_of_a_thousand_changes_has_to_arrive() {
        for (int number = 1; number <= 50; number++) {
            hiredWith(number, Filetime.of(clock.instant()));
        }
        ship(provider);
        for (int round = 0; round < 20; round++) {
            for (int number = 1; number <= 50; number++) {
                changed(number, "e" + number + "-" + round, clock.instant().plusMillis(round));
            }
        }

        start();

        await().atMost(SOON).until(() -> waiting() == 0);
        for (int number = 1; number <= 50; number++) {
            String login = "user" + number + "@example.com";
            assertThat(accounts.named(login).getFirst().get("password")).isEqualTo("sealed-e" + number + "-19");
        }
    }

    @Test
    void what_the_provider_refuses_is_not_repeated_and_nothing_of_it_is_kept() {
        account(1, clock.instant());
        accounts.passwordAnswers.add(new ScimOutcome.Refused(422, "HTTP 422"));
        start();

        changed(1, "a", clock.instant());

        awaitEnd(PasswordEnd.REJECTED);
        assertThat(accounts.count("PASSWORD")).isEqualTo(1);
        assertThat(journal.passwords().unsynced(clock.instant(), true, 1).await())
                .singleElement()
                .satisfies(user -> assertThat(user.missed()).contains("the provider does not take it (HTTP 422)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 410})
    void a_conflict_is_stale_and_a_retired_key_a_gap(int status) {
        account(1, clock.instant());
        accounts.passwordAnswers.add(status == 409 ? new ScimOutcome.Conflict(409, "") : new ScimOutcome.Missing(410));
        start();

        changed(1, "a", clock.instant());

        awaitEnd(status == 409 ? PasswordEnd.STALE : PasswordEnd.REJECTED);
    }

    @Test
    void what_fails_for_now_is_sent_again() {
        account(1, clock.instant());
        accounts.passwordAnswers.add(new ScimOutcome.Busy(503, Optional.empty(), "HTTP 503"));
        accounts.passwordAnswers.add(new ScimOutcome.Missing(404));
        accounts.passwordAnswers.add(new ScimOutcome.Failed(500, "HTTP 500"));
        start();

        changed(1, "a", clock.instant());
        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofSeconds(5));
            return waiting() == 0;
        });

        assertThat(accounts.account("id-1").get("password")).isEqualTo("sealed-a");
        assertThat(accounts.count("PASSWORD")).isEqualTo(4);
    }

    @Test
    void a_password_that_must_be_changed_waits_for_the_next_one() {
        hiredWith(1, 0);
        ship(provider);
        start();

        changed(1, "a", clock.instant());
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();

        clock.advance(Duration.ofMinutes(2));
        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", Long.toString(Filetime.of(clock.instant()))));
        ship(provider);
        changed(1, "b", clock.instant());

        awaitPassword("id-1", "sealed-b");
        assertThat(accounts.count("PASSWORD")).isEqualTo(1);
    }

    @Test
    void a_password_that_must_be_changed_is_sent_if_that_is_the_policy() {
        mustChange = MustChange.SEND;
        hiredWith(1, 0);
        ship(provider);
        start();

        changed(1, "a", clock.instant());

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void an_event_that_was_long_on_its_way_gives_way_to_what_the_directory_has() {
        Instant before = clock.instant();
        clock.advance(Duration.ofMinutes(10));
        account(1, before.plus(Duration.ofMinutes(5)));
        start();

        changed(1, "a", before);

        awaitEnd(PasswordEnd.STALE);
        assertThat(accounts.count("PASSWORD")).isZero();
    }

    @Test
    void an_event_waits_for_replication_but_not_for_ever() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        Instant changed = clock.instant();
        clock.advance(Duration.ofMinutes(2));
        start();
        changed(1, "a", changed);
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();

        clock.advance(Duration.ofMinutes(16));

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void whoever_nobody_has_seen_for_a_day_is_none_of_ours() {
        start();
        changed(1, "a", clock.instant());

        clock.advance(Duration.ofHours(25));

        awaitEnd(PasswordEnd.EXPIRED);
    }

    @Test
    void a_password_under_way_at_a_crash_is_sent_again() {
        account(1, clock.instant());
        changed(1, "a", clock.instant());
        assertThat(journal.passwords().claim(clock.instant(), 1).await()).hasSize(1);

        reopen();
        provider = provider();
        start();

        awaitPassword("id-1", "sealed-a");
    }
}
