package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordsReceived;
import adsync.scim.ScimOutcome;
import adsync.testing.EnrolledSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password follows its account, never goes before it, and the newest one wins. */
class PasswordVerticleTest extends PasswordLaneFixture {

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
    void what_waited_of_a_stolen_domain_controller_is_counted_and_erased() {
        start();
        changed(1, "a", clock.instant()); // nobody has this SID
        awaitPostponed();

        int over = journal.passwords()
                .revokeStolen(EnrolledSource.NAME, clock.instant())
                .await()
                .rejected();
        clock.advance(Duration.ofMinutes(1));
        vertx.eventBus().publish(PasswordsRejected.ADDRESS, new PasswordsRejected(over));

        awaitEnd(PasswordEnd.REJECTED);
        awaitErased("sealed-a");
    }

    @Test
    void nothing_of_what_was_sealed_is_left_on_the_disk_after_a_minute() {
        account(1, clock.instant());
        start();
        changed(1, "a", clock.instant());
        awaitEnd(PasswordEnd.ACKNOWLEDGED);
        clock.advance(Duration.ofMinutes(1));

        vertx.eventBus().publish(PasswordsReceived.ADDRESS, new PasswordsReceived(1));

        awaitErased("sealed-a");
    }

    private void awaitErased(String sealed) {
        await().atMost(SOON).untilAsserted(() -> {
            for (String name : List.of("journal.db", "journal.db-wal")) {
                assertThat(Files.readString(state().resolve(name), StandardCharsets.ISO_8859_1))
                        .as(name)
                        .doesNotContain(sealed);
            }
        });
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
        clock.advance(Duration.ofMinutes(5));
        assertThat(statistics().gaps()).isEqualTo(status == 409 ? 0 : 1);
        assertThat(journal.passwords().unsynced(clock.instant(), true, 1).await())
                .hasSize(status == 409 ? 0 : 1)
                .allSatisfy(user -> assertThat(user.missed()).isPresent());
    }

    @Test
    void a_password_whose_answer_was_lost_and_that_the_provider_knows_already_is_no_gap() {
        account(1, clock.instant());
        accounts.passwordAnswers.add(new ScimOutcome.Unknown(0, "connection reset"));
        accounts.passwordAnswers.add(new ScimOutcome.Conflict(409, ""));
        start();

        changed(1, "a", clock.instant());
        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofSeconds(5));
            return ended(PasswordEnd.STALE) == 1;
        });

        assertThat(accounts.count("PASSWORD")).isEqualTo(2);
        assertThat(statistics().synced()).isEqualTo(1);
        assertThat(statistics().gaps()).isZero();
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
    void a_request_that_is_never_answered_holds_up_no_other_password() {
        int users = 2 * PasswordVerticle.BATCH;
        for (int number = 1; number <= users; number++) {
            hiredWith(number, Filetime.of(clock.instant()));
        }
        ship(provider);
        Promise<ScimOutcome> hanging = Promise.promise();
        accounts.silent.put("sealed-e1", hanging);
        for (int number = 1; number <= users; number++) {
            changed(number, "e" + number, clock.instant());
        }
        start();

        await().atMost(SOON).until(() -> waiting() == 1 && ended(PasswordEnd.ACKNOWLEDGED) == users - 1);
        changed(2, "later", clock.instant().plusSeconds(1));
        await().atMost(SOON).until(() -> ended(PasswordEnd.ACKNOWLEDGED) == users);
        assertThat(waiting()).isEqualTo(1);

        hanging.complete(new ScimOutcome.Applied(200));
        await().atMost(SOON).until(() -> waiting() == 0);
    }

    @Test
    void what_is_under_way_is_settled_before_the_lane_stops() {
        account(1, clock.instant());
        Promise<ScimOutcome> hanging = Promise.promise();
        accounts.silent.put("sealed-a", hanging);
        changed(1, "a", clock.instant());
        start();
        await().atMost(SOON).until(() -> accounts.count("PASSWORD") == 1);

        Future<Void> stopped = vertx.undeploy(deployment);
        deployment = "";
        hanging.complete(new ScimOutcome.Applied(200));
        stopped.await();

        assertThat(ended(PasswordEnd.ACKNOWLEDGED)).isEqualTo(1);
        assertThat(waiting()).isZero();
    }

    /** It was away for as long as the directory may take to tell, but nobody was asked meanwhile. */
    @Test
    void a_password_that_must_be_changed_is_not_sent_unasked_after_an_outage() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();

        atController(EnrolledSource.NAME, 0);
        restartAfter(PasswordRules.REPLICATED_WITHIN.plusMinutes(5));

        await().atMost(SOON).failFast(() -> accounts.count("PASSWORD") > 0).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return statistics().held() == 1;
        });
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
