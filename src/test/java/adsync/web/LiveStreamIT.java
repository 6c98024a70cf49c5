package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Daemon;
import adsync.config.Configuration;
import adsync.embedded.EmbeddedDirectory;
import adsync.testing.Browser;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.SignInLink;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page of a whole service in a browser while 200 people a second are changed in the directory, and their accounts at the
 * provider: for as many seconds as {@code adsync.web.stream.seconds} says, a minute without it.
 */
class LiveStreamIT {

    private static final int PEOPLE = 400;
    private static final int PER_SECOND = 200;
    private static final int SECONDS = Integer.getInteger("adsync.web.stream.seconds", 60);
    private static final int CHANGES = SECONDS * PER_SECOND;

    /** How many events a page is told of that was not there. */
    private static final int RECENT = 200;

    private static final long MEBIBYTE = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(SECONDS + 120L);

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final SdkScimServer provider = SdkScimServer.start();
    private final AtomicLong settled = new AtomicLong();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void neither_page_nor_service_grows_and_every_event_is_seen()
            throws IOException, InterruptedException, LDAPException {
        directory.seedPeople(PEOPLE);
        Path file = Service.configuration(folder, directory, provider);
        try (client;
                directory;
                provider;
                var daemon = Daemon.start(
                        Configuration.load(file, Map.of()), true, Clock.systemUTC(), one -> settled.incrementAndGet());
                var office = new Office(directory, PER_SECOND, CHANGES);
                Browser browser = Browser.start()) {
            await().atMost(SOON).until(() -> settled.get() >= PEOPLE);
            await().atMost(SOON).until(() -> daemon.statistics().outbox() == 0);
            long told = settled.get() + committed(daemon);
            browser.screen(1280, 900, false).open(SignInLink.of(folder));
            await().atMost(SOON).until(() -> browser.text().contains("Sign out"));
            browser.run("location.hash = '#/live'");
            await().atMost(SOON).until(() -> seen(browser) == RECENT);

            office.begin();
            await().atMost(SOON).until(() -> seen(browser) > RECENT + 2000);
            long heapBefore = heap(browser);
            int nodesBefore = nodes(browser);
            long serverBefore = serverHeap();
            await().atMost(LONGEST).until(office::done);
            await().atMost(LONGEST).until(() -> ships(daemon));

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(seen(browser) - RECENT).isEqualTo(settled.get() + committed(daemon) - told));
            assertThat(seen(browser)).isGreaterThan(CHANGES);
            assertThat(browser.all("#changes tbody tr")).hasSizeLessThanOrEqualTo(200);
            assertThat(nodes(browser)).isLessThan(nodesBefore + 500);
            assertThat(heap(browser)).isLessThan(heapBefore + 8 * MEBIBYTE);
            // What a loaded machine has still to clear away is no growth; what a minute's events take would stay
            // longer.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(serverHeap()).isLessThan(serverBefore + 6 * MEBIBYTE));
            assertThat(browser.text()).doesNotContain("You missed"); // nothing waited for the page but for a moment
        }
    }

    /** Whether the last change of all is at the provider. */
    private boolean ships(Daemon daemon) {
        return daemon.statistics().outbox() == 0
                && provider.users().stream()
                        .anyMatch(user -> Office.title(CHANGES - 1).equals(user.getString("title")));
    }

    /** How many changes the listener has seen. */
    private long committed(Daemon daemon) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + daemon.port() + "/metrics");
        return client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("adsync_listener_changes_total{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** How many events the page says it was told of. */
    private static int seen(Browser browser) {
        return browser.number("""
                return Number(document.getElementById('live-state').textContent.replace(/[,.]/g, '').match(/\\d+/)?.[0] ?? 0)""");
    }

    private static int nodes(Browser browser) {
        return browser.number("return document.querySelectorAll('*').length");
    }

    /** What the service holds, with directory and provider: an event that is kept is half a KiB, those of a minute are 12 MiB. */
    private static long serverHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static long heap(Browser browser) {
        browser.run("gc()");
        return browser.number("return performance.memory.usedJSHeapSize");
    }
}
