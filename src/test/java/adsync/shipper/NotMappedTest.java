package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A value that cannot be mapped is left out and told, once for each time that the user is sent. */
class NotMappedTest extends ShipperFixture {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Planner.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void hush() {
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    private List<String> told() {
        return log.list.stream()
                .filter(event -> event.getMessage().equals("value not mapped"))
                .map(event -> event.getKeyValuePairs().toString())
                .toList();
    }

    @Test
    void the_rest_of_the_user_is_shipped_and_the_log_names_the_attribute() {
        Provider provider = provider();
        hired(person(1, "ada", "title", "Analyst", "wWWHomePage", "hello world"));

        ship(provider);

        assertThat(accounts.account("id-1")).containsEntry("title", "Analyst").doesNotContainKey("profileUrl");
        assertThat(told())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("wWWHomePage -> profileUrl").doesNotContain("hello"));
    }

    @Test
    void nothing_is_told_where_nothing_is_sent() {
        Provider provider = provider();
        hired(person(1, "ada", "wWWHomePage", "hello world"));
        ship(provider);
        log.list.clear();
        changed(person(1, "ada", "wWWHomePage", "hello again"));

        ship(provider);

        assertThat(told()).isEmpty();
    }
}
