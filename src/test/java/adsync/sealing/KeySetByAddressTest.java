package adsync.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.testing.TestClock;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key set that is fetched: asked for now and then, and the last good one is kept. */
class KeySetByAddressTest {

    @TempDir
    private Path folder;

    private final ProviderKeys provider = new ProviderKeys();
    private final TestClock clock = new TestClock();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private volatile String offered = "";
    private volatile int status = 200;
    private volatile boolean silent;
    private volatile Runnable whileAsked = () -> {};

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            whileAsked.run();
            byte[] body = offered.getBytes(US_ASCII);
            exchange.sendResponseHeaders(status, body.length + (silent ? 1 : 0));
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            if (!silent) {
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    private KeySets sets() {
        return new KeySets(address(), folder.resolve("kept"), provider.root(), clock);
    }

    private static long version(KeySets sets) {
        return sets.current().map(KeySet::version).orElse(0L);
    }

    @Test
    void it_is_asked_for_again_though_the_clock_was_put_back() {
        offered = provider.set(3, "seal");
        KeySets sets = sets();
        clock.advance(Duration.ofDays(1)); // it is ahead
        sets.refresh();
        offered = provider.set(4, "seal");
        clock.advance(Duration.ofDays(-1));

        sets.refresh();

        assertThat(version(sets)).isEqualTo(4);
    }

    @Test
    void it_is_asked_for_again_after_a_while_and_a_newer_one_replaces_it() {
        offered = provider.set(3, "seal");
        KeySets sets = sets();
        assertThat(sets.refresh()).isTrue();

        offered = provider.set(4, "seal");
        assertThat(sets.refresh()).isFalse();
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofMinutes(10));
        assertThat(sets.refresh()).isTrue();
        assertThat(version(sets)).isEqualTo(4);

        offered = provider.set(2, "seal");
        clock.advance(Duration.ofMinutes(10));
        assertThat(sets.refresh()).isFalse();
        assertThat(sets.problem()).contains("version 2, older than 4");
    }

    @Test
    void what_is_wrong_with_it_is_told_while_it_is_asked_for_again_too() {
        KeySets sets = sets();
        status = 503;
        sets.refresh();
        var meanwhile = new AtomicReference<String>();
        whileAsked = () -> meanwhile.set(sets.problem());

        sets.refresh();

        assertThat(meanwhile.get()).contains("HTTP 503");
        status = 200;
        offered = provider.set(3, "seal");
        sets.refresh();
        assertThat(sets.problem()).isEmpty();
    }

    @Test
    void the_last_good_one_survives_a_restart_and_failures_are_told_and_tried_again() {
        offered = provider.set(3, "seal");
        sets().refresh();
        status = 503;

        KeySets sets = sets();
        assertThat(sets.refresh()).isFalse();
        assertThat(version(sets)).isEqualTo(3);
        assertThat(sets.problem()).contains("/keys cannot be read").contains("HTTP 503");
        offered = new ProviderKeys().set(9, "seal");
        status = 200;
        assertThat(sets.refresh()).isFalse();
        assertThat(sets.problem()).contains("is refused");
        offered = "x".repeat(KeySet.LONGEST + 1);
        clock.advance(Duration.ofMinutes(10));
        assertThat(sets.refresh()).isFalse();
        assertThat(sets.problem()).contains("longer than");

        server.stop(0);
        assertThat(sets.refresh()).isFalse();
        assertThat(sets.problem()).contains("cannot be read");
        assertThat(version(sets)).isEqualTo(3);
    }

    @Test
    void who_does_not_come_to_an_end_is_not_waited_for() {
        offered = provider.set(3, "seal");
        silent = true;
        var web = new KeySetSource.Web(address(), clock, Duration.ofMillis(200));

        assertThatThrownBy(web::read).isInstanceOf(IOException.class);
    }

    @Test
    void the_last_good_one_is_in_use_before_the_address_answers() {
        offered = provider.set(3, "seal");
        sets().refresh();
        silent = true;
        asked.set(0);

        KeySets restarted = sets();
        restarted.begin();

        assertThat(version(restarted)).isEqualTo(3);
        assertThat(asked).as("it was not asked").hasValue(0);
    }
}
