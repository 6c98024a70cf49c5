package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.ReceivedPassword;
import adsync.scim.ScimOutcome;
import adsync.shipper.PasswordOptions.MustChange;
import adsync.testing.EnrolledSource;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A password waits for its account, its directory and its provider, for as long as it makes sense and no longer. */
class PasswordWaitsTest extends PasswordLaneFixture {

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

    @Test
    void a_password_of_somebody_who_turns_out_to_sign_in_by_smart_card_only_is_dropped() {
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();

        hired(person(1, "user1", "objectSid", sid(1), "pwdLastSet", "0", "userAccountControl", "262656"));
        ship(provider);
        created(1);

        awaitEnd(PasswordEnd.OUT_OF_SCOPE);
        assertThat(accounts.count("PASSWORD")).isZero();
    }

    @Test
    void what_is_over_ends_while_the_provider_is_away_too() {
        account(1, clock.instant());
        account(2, clock.instant());
        accounts.passwordAnswers.add(new ScimOutcome.Busy(503, Optional.of(Duration.ofHours(1)), "HTTP 503"));
        start();
        changed(1, "a", clock.instant());
        await().atMost(SOON).until(() -> accounts.count("PASSWORD") == 1);
        awaitPostponed();
        changed(2, "b", clock.instant());

        gone(2);
        clock.advance(Duration.ofMinutes(1));

        await().atMost(SOON).until(() -> ended(PasswordEnd.OUT_OF_SCOPE) == 1);
        assertThat(waiting()).isEqualTo(1);
        assertThat(accounts.count("PASSWORD")).isEqualTo(1);
    }

    @Test
    void what_is_over_ends_though_the_clock_was_put_back_while_the_provider_is_away() {
        account(1, clock.instant());
        account(2, clock.instant());
        accounts.passwordAnswers.add(new ScimOutcome.Busy(503, Optional.of(Duration.ofHours(1)), "HTTP 503"));
        start();
        changed(1, "a", clock.instant());
        await().atMost(SOON).until(() -> accounts.count("PASSWORD") == 1);
        awaitPostponed();
        changed(2, "b", clock.instant());

        gone(2);
        clock.advance(Duration.ofMinutes(-40));

        await().atMost(SOON).until(() -> ended(PasswordEnd.OUT_OF_SCOPE) == 1);
    }

    /** It is sent after a quarter of an hour at the latest, whatever the clock does meanwhile. */
    @Test
    void one_that_the_directory_does_not_tell_of_waits_no_longer_for_a_clock_that_is_put_back() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();

        clock.advance(Duration.ofHours(-4));
        claim(); // looks at the time
        clock.advance(Duration.ofMinutes(1));
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();
        pass(PasswordRules.REPLICATED_WITHIN);

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void of_more_than_are_looked_at_at_once_each_comes_to_its_turn() {
        account(1, clock.instant());
        account(2, clock.instant());
        accounts.passwordAnswers.add(new ScimOutcome.Busy(503, Optional.of(Duration.ofHours(1)), "HTTP 503"));
        start();
        changed(1, "a", clock.instant());
        await().atMost(SOON).until(() -> accounts.count("PASSWORD") == 1);
        awaitPostponed();
        receive(LongStream.rangeClosed(3, PasswordVerticle.LOOK_AT * PasswordVerticle.PAGES + 2)
                .mapToObj(number -> new ReceivedPassword(
                        "e" + number, sid(number), Filetime.of(clock.instant()), "sealed-" + number, null))
                .toList());
        changed(2, "b", clock.instant());

        gone(2);

        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofSeconds(31));
            return ended(PasswordEnd.OUT_OF_SCOPE) == 1;
        });
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
    void why_a_password_waits_is_told_once_and_again_when_the_cause_changes() {
        Instant first = clock.instant();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(PasswordVerticle.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try {
            start();
            changed(1, "a", first);
            awaitPostponed();
            clock.advance(Duration.ofMinutes(1));
            awaitPostponed();
            hiredWith(1, 0);
            ship(provider);
            clock.advance(Duration.ofMinutes(1));
            await().atMost(SOON)
                    .until(() -> statistics().held() == 1 && log.list.size() > 1); // told after it is settled
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }

        assertThat(log.list)
                .extracting(line -> values(line).get("detail"))
                .containsExactly(
                        "nobody with this SID is known yet", "the user must change it at the next logon: held");
        assertThat(values(log.list.getFirst()))
                .containsEntry("eventId", "a")
                .containsEntry("outcome", "waits")
                .containsEntry("ft", Long.toString(Filetime.of(first)))
                .containsEntry("kid", "")
                .containsEntry("size", "8");
    }

    private static Map<String, String> values(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    @Test
    void a_password_that_must_be_changed_is_sent_as_a_temporary_one_if_that_is_the_policy() {
        mustChange = MustChange.SEND;
        hiredWith(1, 0);
        ship(provider);
        atController(EnrolledSource.NAME, 0);
        start();

        changed(1, "a", clock.instant());
        awaitPostponed();
        clock.advance(Senders.ASKED_AFTER);

        awaitPassword("id-1", "sealed-a");
        assertThat(accounts.requests()).contains("PASSWORD id-1 sealed-a temporary");
    }

    @Test
    void whether_it_is_a_temporary_one_is_waited_for_a_moment() {
        mustChange = MustChange.SEND;
        account(1, clock.instant().minus(Duration.ofDays(9)));
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();

        atController(EnrolledSource.NAME, 0);
        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", "0"));
        ship(provider);
        clock.advance(Duration.ofSeconds(1));

        awaitPassword("id-1", "sealed-a");
        assertThat(accounts.requests()).contains("PASSWORD id-1 sealed-a temporary");
    }

    @Test
    void an_event_that_was_long_on_its_way_gives_way_to_what_the_directory_has() {
        Instant before = clock.instant();
        clock.advance(Duration.ofMinutes(10));
        account(1, before.plus(Duration.ofMinutes(5)));
        start();

        changed(1, "a", before);
        awaitPostponed();
        assertThat(waiting()).as("what we follow may not know it yet").isEqualTo(1);
        pass(Duration.ofMinutes(16));

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

        pass(Duration.ofMinutes(16));

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void whoever_nobody_has_seen_for_a_day_is_none_of_ours() {
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();

        pass(Duration.ofHours(23));
        awaitPostponed();
        assertThat(waiting()).isEqualTo(1);
        pass(Duration.ofHours(2));

        awaitEnd(PasswordEnd.EXPIRED);
    }

    @Test
    void a_clock_that_is_ahead_for_a_moment_ends_nothing() {
        Instant changed = clock.instant();
        start();
        changed(1, "a", changed);
        awaitPostponed();

        clock.advance(Duration.ofDays(8));
        changed(2, "b", clock.instant());
        awaitPostponed();
        clock.advance(Duration.ofDays(-8));
        changed(3, "c", clock.instant());
        awaitPostponed();

        assertThat(waiting()).isEqualTo(3);
        pass(Duration.ofHours(23));
        hiredWith(1, Filetime.of(changed));
        ship(provider);
        created(1);
        awaitPassword("id-1", "sealed-a");
        assertThat(waiting()).isEqualTo(2);
        pass(Duration.ofHours(2));
        await().atMost(SOON).until(() -> ended(PasswordEnd.EXPIRED) == 2);
    }

    @Test
    void a_clock_that_is_put_forward_for_good_ends_nothing_before_a_further_week() {
        hiredWith(1, 0);
        ship(provider);
        start();
        changed(1, "a", clock.instant());
        await().atMost(SOON).until(() -> statistics().held() == 1);

        clock.advance(Duration.ofDays(8));
        awaitPostponed();
        assertThat(statistics().held()).isEqualTo(1);
        pass(Duration.ofDays(6));
        awaitPostponed();
        assertThat(statistics().held()).isEqualTo(1);
        pass(Duration.ofDays(1));
        pass(Duration.ofMinutes(5));

        awaitEnd(PasswordEnd.EXPIRED);
    }

    @Test
    void what_waited_while_nobody_was_at_work_is_tried_first() {
        hiredWith(1, Filetime.of(clock.instant()));
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();
        vertx.undeploy(deployment).await();
        deployment = "";

        clock.advance(Duration.ofDays(8));
        reopen();
        provider = provider();
        ship(provider);
        start();

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void a_password_that_waits_for_its_account_survives_a_restart() {
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();

        restart();

        hiredWith(1, Filetime.of(clock.instant()));
        ship(provider);
        created(1);
        awaitPassword("id-1", "sealed-a");
        awaitEnd(PasswordEnd.ACKNOWLEDGED);
    }

    @Test
    void a_password_that_is_held_survives_a_restart_and_stays_held() {
        hiredWith(1, 0);
        ship(provider);
        start();
        Instant first = clock.instant();
        changed(1, "a", first);
        await().atMost(SOON).until(() -> statistics().held() == 1);

        restart();

        clock.advance(Duration.ofMinutes(2));
        awaitPostponed();
        assertThat(statistics().held()).isEqualTo(1);
        assertThat(accounts.count("PASSWORD")).isZero();
        changed(person(1, "user1", "objectSid", sid(1), "pwdLastSet", Long.toString(Filetime.of(first))));
        ship(provider);
        clock.advance(Duration.ofMinutes(2));
        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void a_password_that_waits_for_replication_survives_a_restart() {
        account(1, clock.instant().minus(Duration.ofDays(9)));
        Instant changed = clock.instant();
        clock.advance(Duration.ofMinutes(2));
        start();
        changed(1, "a", changed);
        awaitPostponed();

        restart();

        pass(Duration.ofMinutes(5));
        awaitPostponed();
        assertThat(accounts.count("PASSWORD")).isZero();
        pass(Duration.ofMinutes(16));
        awaitPassword("id-1", "sealed-a");
    }
}
