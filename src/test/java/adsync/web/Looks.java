package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** How a page looks on some screens: it fits them, axe finds nothing, and there is a picture of each. */
final class Looks {

    private static final int HEIGHT = 900;
    private static final Screen USUAL = new Screen(1280, false);

    /** On both widths, light and dark. */
    static final List<Screen> ALL =
            List.of(USUAL, new Screen(1280, true), new Screen(390, false), new Screen(390, true));

    /** Each width and each light once. */
    static final List<Screen> EACH = List.of(USUAL, new Screen(390, true));

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<Screen> screens;
    private final String axe;

    Looks(List<Screen> screens) {
        this.screens = screens;
        try (InputStream in = Objects.requireNonNull(Looks.class.getResourceAsStream("/axe.min.js"))) {
            this.axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A screen. */
    record Screen(int width, boolean dark) {}

    /** Looks at what the browser shows now. */
    void at(Browser browser, String name) {
        for (Screen screen : screens) {
            String as = name + "-" + screen.width() + (screen.dark() ? "-dark" : "-light");
            browser.screen(screen.width(), HEIGHT, screen.dark());
            // The charts follow the window a moment later.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(browser.number("return document.documentElement.scrollWidth"))
                            .as("width of " + as)
                            .isLessThanOrEqualTo(screen.width()));
            assertThat(outside(browser)).as("outside of their tables: " + as).isEmpty();
            assertThat(violations(browser)).as(as).isEmpty();
            browser.photograph(as);
        }
        browser.screen(USUAL.width(), HEIGHT, USUAL.dark());
    }

    /** Headings that are seen only by whoever moves a table sideways; where there are none, tables that can be moved. */
    private static List<?> outside(Browser browser) {
        return (List<?>) Objects.requireNonNull(browser.run("""
                const shown = (one) => one.getClientRects().length > 0;
                const clipped = (one) => getComputedStyle(one.closest('table').tHead).position === 'absolute';
                const boxes = [...document.querySelectorAll('main .scroll')].filter(shown);
                return boxes.flatMap((box) => {
                  const { left, right } = box.getBoundingClientRect();
                  const headings = [...box.querySelectorAll('th')].filter(shown);
                  if (headings.some(clipped)) return box.scrollWidth > box.clientWidth ? [box.ariaLabel] : [];
                  return headings.filter((one) => {
                    const at = one.getBoundingClientRect();
                    return at.left < left - 1 || at.right > right + 1;
                  }).map((one) => `${box.ariaLabel}: ${one.textContent}`);
                });"""));
    }

    /** What axe finds, in words. */
    private List<String> violations(Browser browser) {
        browser.run(axe);
        Object found = browser.await("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(
                    result => done(result.violations.map(one =>
                        `${one.impact}: ${one.id}: ${one.help}: ${one.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')}`)),
                    failure => done([String(failure)]))""");
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }
}
