package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.observe.HealthStatus.State;
import adsync.scim.BulkOutcome;
import adsync.scim.ScimOutcome;
import adsync.shipper.ProviderGate.Passage;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the provider offers, what is made of it, and that both are told. */
class OfferTest extends ShipperFixture {

    private static final List<Class<?>> TOLD_BY = List.of(Offer.class, BulkLadder.class, Provider.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        TOLD_BY.forEach(type -> {
            logger(type).addAppender(log);
            logger(type).setLevel(Level.INFO);
        });
    }

    @AfterEach
    void hush() {
        TOLD_BY.forEach(type -> {
            logger(type).setLevel(null);
            logger(type).detachAppender(log);
        });
    }

    private static Logger logger(Class<?> type) {
        return (Logger) LoggerFactory.getLogger(type);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void a_provider_without_bulk_is_told_once() {
        Provider provider = provider();

        assertReady(provider);
        assertReady(provider);

        assertThat(lines()).containsExactly("Bulk is not used: each user is a request to the provider");
    }

    @Test
    void a_shipper_that_was_let_through_before_nobody_answered_does_not_ask_again() {
        Provider provider = provider();
        accounts.readingsAnswer(new ScimOutcome.Unknown(0, "no answer"));
        assertThat(provider.pass()).isEqualTo(Passage.OPEN);
        assertThat(provider.pass()).isEqualTo(Passage.OPEN);
        assertThat(provider.ready()).isFalse();
        List<String> asked = accounts.requests();

        assertThat(provider.ready()).isFalse();

        assertThat(accounts.requests()).isEqualTo(asked);
    }

    @Test
    void a_provider_that_gains_bulk_needs_no_restart() {
        Provider provider = provider();
        assertReady(provider);
        accounts.bulk(50, 1 << 20);
        clock.advance(Offer.ASKED_AGAIN_AFTER.minus(Duration.ofMinutes(1)));
        assertReady(provider);
        assertThat(provider.bulkOperations()).isZero();

        clock.advance(Duration.ofMinutes(1));
        assertReady(provider);

        assertThat(provider.bulkOperations()).isEqualTo(50);
        assertThat(lines().getLast()).contains("requests of up to 50 users");
    }

    @Test
    void bulk_that_vanished_is_told_and_tried_again_hours_later() {
        accounts.bulk(50, 1 << 20);
        accounts.bulkAnswers(request -> Optional.of(new BulkOutcome.Unsupported(404)));
        Provider provider = provider();
        hireTen(1);
        ship(provider);
        assertThat(provider.bulkOperations()).isZero();
        assertThat(lines().getLast()).contains("no Bulk any more").contains("after 4 hours");

        accounts.bulkAnswers(request -> Optional.empty());
        clock.advance(Offer.ASKED_AGAIN_AFTER);
        hireTen(11);
        ship(provider);

        assertThat(accounts.count("BULK")).isEqualTo(2);
        assertThat(accounts.accounts()).hasSize(20);
    }

    @Test
    void bulk_that_failed_is_given_up_at_the_first_failure_after_a_new_start() {
        accounts.bulk(50, 1 << 20);
        Provider provider = provider();
        assertReady(provider);
        BulkLadder first = ladder(provider);
        while (provider.bulkOperations() > 0) {
            first.failed();
        }

        clock.advance(Offer.ASKED_AGAIN_AFTER);
        assertReady(provider);
        assertThat(provider.bulkOperations()).isEqualTo(50);
        ladder(provider).failed();

        assertThat(provider.bulkOperations()).isZero();
    }

    @Test
    void a_refused_size_is_told_with_the_next_one() {
        accounts.bulk(50, 1 << 20);
        Provider provider = provider();
        assertReady(provider);

        ladder(provider).tooLarge(50, 9000);
        ladder(provider).tooLarge(50, 9000);

        assertThat(lines()).hasSize(2);
        assertThat(lines().getLast()).contains("up to 25 operations");
    }

    @Test
    void what_cannot_be_asked_again_stays_as_it_is() {
        accounts.bulk(50, 1 << 20);
        Provider provider = provider();
        assertReady(provider);
        accounts.readingsAnswer(new ScimOutcome.Failed(500, "no"));
        clock.advance(Offer.ASKED_AGAIN_AFTER);

        assertReady(provider);

        assertThat(provider.bulkOperations()).isEqualTo(50);
        assertThat(provider.held()).isFalse();
    }

    @Test
    void how_users_are_changed_is_learned_without_a_restart() {
        Provider provider = provider();
        assertThat(provider.replaces()).isFalse();
        assertReady(provider);
        assertThat(provider.replaces()).isFalse();
        accounts.withoutPatch();
        clock.advance(Offer.ASKED_AGAIN_AFTER);

        assertReady(provider);

        assertThat(provider.replaces()).isTrue();
    }

    @Test
    void what_the_provider_cannot_do_for_us_is_waited_for() {
        accounts.readingsAnswer(new ScimOutcome.Denied(0, "no PATCH"));
        Provider provider = provider();

        assertThat(provider.ready()).isFalse();

        assertThat(provider.health().status().state()).isEqualTo(State.DOWN);
        assertThat(provider.health().status().cause()).contains("no PATCH");
    }

    private static BulkLadder ladder(Provider provider) {
        return provider.ladder().orElseThrow();
    }

    private void hireTen(long first) {
        hired(LongStream.range(first, first + 10)
                .mapToObj(number -> person(number, "user" + number))
                .toArray(Image[]::new));
    }
}
