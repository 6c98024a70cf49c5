package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.journal.ChangeSettled.Outcome;
import adsync.testing.Browser;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The live page in a browser under 200 changes a second: for as many seconds as {@code adsync.web.stream.seconds} says, a minute
 * without it.
 */
class LiveStreamIT extends WebFixture {

    private static final int PER_TICK = 20;
    private static final long TICK_MILLISECONDS = 100;
    private static final int SECONDS = Integer.getInteger("adsync.web.stream.seconds", 60);
    private static final long MEBIBYTE = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void neither_page_nor_server_grows_and_the_newest_is_seen() {
        var happenings = new Happenings(vertx().eventBus(), clock);
        try (Browser browser = Browser.start()) {
            browser.screen(1280, 900, false)
                    .open(web().signIn().ask(new JsonObject()).await().body().getString("url"));
            await().atMost(SOON).until(() -> browser.text().contains("Sign out"));
            browser.run("location.hash = '#/live'");
            await().atMost(SOON).until(() -> web().followers() == 1);
            int[] next = {0};
            long ticks = SECONDS * 1000L / TICK_MILLISECONDS;
            long timer = vertx().setPeriodic(TICK_MILLISECONDS, tick -> {
                if (next[0] < ticks * PER_TICK) {
                    for (int number = 0; number < PER_TICK; number++) {
                        happenings.happens(next[0]++, Outcome.SHIPPED, "");
                    }
                }
            });
            await().atMost(SOON).until(() -> seen(browser) > 1000);
            long heapBefore = heap(browser);
            int nodesBefore = nodes(browser);
            long serverBefore = serverHeap();

            int last = (int) (ticks * PER_TICK) - 1;
            await().atMost(Duration.ofSeconds(SECONDS + 120L))
                    .until(() -> browser.text().contains(Happenings.correlationId(last)));
            vertx().cancelTimer(timer);

            assertThat(seen(browser)).isEqualTo(last + 1);
            assertThat(browser.all("#changes tbody tr")).hasSizeLessThanOrEqualTo(200);
            assertThat(nodes(browser)).isLessThan(nodesBefore + 500);
            assertThat(heap(browser)).isLessThan(heapBefore + 8 * MEBIBYTE);
            assertThat(serverHeap()).isLessThan(serverBefore + 4 * MEBIBYTE);
            assertThat(web().waiting()).isZero();
            assertThat(web().missed()).isZero();
            assertThat(browser.text()).doesNotContain("You missed");
        }
    }

    /** How many events the page says it was told of. */
    private static int seen(Browser browser) {
        return browser.number("""
                return Number(document.getElementById('live-state').textContent.replace(/[,.]/g, '').match(/\\d+/)?.[0] ?? 0)""");
    }

    private static int nodes(Browser browser) {
        return browser.number("return document.querySelectorAll('*').length");
    }

    /** What the server really holds: an event that is kept is half a KiB, those of a minute are more than 5 MiB. */
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
