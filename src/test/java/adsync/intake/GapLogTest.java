package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.WritableController;
import adsync.journal.UnsyncedUser;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log names each gap once, with the domain controller that took the password. */
class GapLogTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(GapLog.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<UnsyncedUser> gaps = new ArrayList<>();
    private Future<Map<ObjectGuid, String>> origins = Future.succeededFuture(Map.of(guid(1), "dc3.example.com"));

    private final GapLog told = new GapLog(() -> Future.succeededFuture(List.copyOf(gaps)), new ControllerDirectory() {
        @Override
        public Future<List<WritableController>> writable() {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<Map<ObjectGuid, String>> passwordOrigins(Collection<ObjectGuid> users) {
            return origins;
        }
    });

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void endListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private static ObjectGuid guid(long number) {
        return new ObjectGuid(new UUID(1, number));
    }

    private void gap(long number, Instant changed) {
        gaps.add(new UnsyncedUser(
                guid(number),
                "CN=" + number,
                "S-1-5-21-1-2-3-" + number,
                UnsyncedUser.Kind.GAP,
                Optional.of(changed),
                Optional.empty(),
                Optional.empty()));
    }

    /** Which domain controllers were told, line by line. */
    private List<String> look() {
        log.list.clear();
        told.look(gaps.size()).await();
        return log.list.stream()
                .flatMap(line -> line.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals("domainController"))
                .map(pair -> String.valueOf(pair.value))
                .toList();
    }

    @Test
    void each_is_told_once_and_again_with_the_next_change() {
        gap(1, NOON);
        assertThat(look()).containsExactly("dc3.example.com");
        assertThat(look()).isEmpty();

        gap(2, NOON);
        assertThat(look()).containsExactly("unknown");

        gaps.clear();
        gap(1, NOON.plusSeconds(60));
        assertThat(look()).containsExactly("dc3.example.com");
    }

    @Test
    void a_directory_that_cannot_be_asked_hides_no_gap() {
        origins = Future.failedFuture("connection refused");
        gap(1, NOON);

        assertThat(look()).containsExactly("unknown");
    }

    @Test
    void of_many_each_is_told_some_at_a_time() {
        for (int number = 1; number <= GapLog.AT_ONCE + 1; number++) {
            gap(number, NOON);
        }

        assertThat(look()).hasSize(GapLog.AT_ONCE);
        assertThat(look()).hasSize(1);
        assertThat(look()).isEmpty();
    }

    @Test
    void of_more_than_are_told_one_by_one_the_number_is_told_once() {
        gap(1, NOON);
        log.list.clear();

        told.look(GapLog.REMEMBERED + 1).await();
        told.look(GapLog.REMEMBERED + 2).await();

        assertThat(log.list)
                .extracting(ILoggingEvent::getMessage)
                .containsExactlyInAnyOrder(
                        "a changed password never came",
                        "more changed passwords never came than are told one by one: see adsync passwords");
    }
}
