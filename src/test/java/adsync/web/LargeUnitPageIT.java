package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Preview;
import adsync.app.SetupService;
import adsync.secret.Secret;
import adsync.setup.Setup;
import adsync.testing.Browser;
import adsync.testing.People;
import adsync.testing.SambaDomain;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.SignInLink;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * Five thousand users in one unit of a real domain, and as many units in another, on each page that counts, lists or finds them:
 * the page stays small and answers soon.
 */
class LargeUnitPageIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int PEOPLE = 5_000;
    private static final int UNITS = 5_000;

    /** What the tree shows at once. */
    private static final int PART = 100;

    /** Of the whole page: fifty rows, and the values of who is opened. */
    private static final int MOST_ELEMENTS = 6_000;

    @TempDir
    Path folder;

    @Test
    void they_are_counted_previewed_found_and_shipped() throws IOException {
        try (SambaDomain samba = SambaDomain.fresh();
                SdkScimServer provider = SdkScimServer.start();
                Browser browser = Browser.start().screen(1280, 900, false)) {
            samba.add(entries(samba));
            setUp(samba, provider, browser);
            try (Service service = Service.start(configuration(samba, provider))) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> service.statistics().links() == PEOPLE
                                && service.statistics().outbox() == 0);
                person(browser);
                assertThat(browser.complaints()).isEmpty();
                browser.open("about:blank"); // it would go on asking whoever is gone
            }
        }
    }

    private static String large(SambaDomain samba) {
        return "OU=Large," + samba.baseDn();
    }

    private static String many(SambaDomain samba) {
        return "OU=Many," + samba.baseDn();
    }

    private static List<Entry> entries(SambaDomain samba) {
        var all = new ArrayList<>(List.of(unit(large(samba)), unit(many(samba))));
        all.addAll(People.entries(PEOPLE, large(samba)));
        for (int number = 0; number < UNITS; number++) {
            all.add(unit("OU=Unit %04d,%s".formatted(number, many(samba))));
        }
        return all;
    }

    private static Entry unit(String dn) {
        return new Entry(dn, new Attribute("objectClass", "organizationalUnit"));
    }

    private Path configuration(SambaDomain samba, SdkScimServer provider) {
        String keys = """
                servers: ["%s"]
                root: %s
                user: %s
                password: %s
                trust: %s
                """.formatted(
                        samba.ldapsUrl(), large(samba), samba.directoryUserUpn(), samba.password(), samba.caFile());
        return Service.configuration(folder, keys, provider, provider.url());
    }

    private void setUp(SambaDomain samba, SdkScimServer provider, Browser browser) throws IOException {
        Setup setup = Setup.begin(folder.resolve("adsync.yaml"), Map.of(), Preview.forecaster(Clock.systemUTC()));
        answer(setup, samba, provider);
        var ending = new SetupService.Ending(true, "");
        try (var service =
                SetupService.start(setup, SetupService.loopback(0), ending, Optional.empty(), Clock.systemUTC())) {
            browser.open(service.link());
            see(browser, "Domain, or addresses");
            tree(browser, samba);
            preview(browser);
            assertThat(browser.complaints()).isEmpty();
            browser.open("about:blank"); // it would go on asking whoever is gone
        }
    }

    private static void tree(Browser browser, SambaDomain samba) {
        var page = new SetupPage(browser);
        page.step("2. Users");
        page.open(samba.baseDn());
        page.settled(() -> assertThat(page.branch(large(samba)).getText()).contains("5,000 users"));
        page.open(many(samba));
        awaitShown(browser, samba, PART);
        for (int shown = PART; shown < UNITS; shown = Math.min(UNITS, 2 * shown)) { // nobody presses fifty times
            browser.press("Show more of " + UNITS);
            awaitShown(browser, samba, Math.min(UNITS, 2 * shown));
        }
        // All text of so large a page takes Chromium's driver longer than everything else together.
        assertThat(browser.all("li[data-dn='" + many(samba) + "'] > ul > li:not([data-dn])"))
                .isEmpty();
        page.tick("OU=Unit 4999," + many(samba));
        page.settled(() -> assertThat(browser.one(".chosen").getText()).contains("OU=Unit 4999," + many(samba)));
        browser.photograph("large-users");
        page.tick("OU=Unit 4999," + many(samba));
    }

    private static void awaitShown(Browser browser, SambaDomain samba, int units) {
        String below = "li[data-dn='" + many(samba) + "'] > ul > li[data-dn]";
        await().atMost(SOON)
                .until(() -> browser.number("return document.querySelectorAll(\"" + below + "\").length") == units);
    }

    private static void preview(Browser browser) {
        browser.press("5. Preview and save");
        see(browser, "See what a start would do");
        browser.press("Preview");
        see(browser, "1 to 50 of " + PEOPLE);
        assertThat(browser.all(".figure .value").getFirst().getText()).isEqualTo(String.valueOf(PEOPLE));
        browser.press("More");
        see(browser, "51 to 100 of " + PEOPLE);
        browser.one(".field[data-key='setup.text'] input").sendKeys("p04999@");
        await().atMost(SOON).until(() -> browser.all("td .place").size() == 1);
        assertThat(browser.text()).contains("p04999@lab.test");
        browser.one("td button[aria-expanded]").click();
        see(browser, "Before");
        browser.one(".field[data-key='setup.text'] input").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        see(browser, "1 to 50 of " + PEOPLE);
        assertThat(elements(browser)).isLessThan(MOST_ELEMENTS);
        new Looks(Looks.EACH).at(browser, "large-preview");
    }

    private void person(Browser browser) {
        browser.open(SignInLink.of(folder));
        see(browser, "Follows");
        browser.run("location.hash = '#/person'");
        await().atMost(SOON).until(() -> !browser.all("#person-text").isEmpty());
        browser.one("#person-text").sendKeys("lab.test"); // everybody
        see(browser, "Found");
        assertThat(elements(browser)).isLessThan(MOST_ELEMENTS);
        browser.one("#person-text").sendKeys(Keys.chord(Keys.CONTROL, "a"), "p04999");
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> browser.all("#found tbody tr").size() == 1
                        && browser.one("#found tbody").getText().contains("p04999"));
        new Looks(Looks.EACH).at(browser, "large-person");
    }

    private static int elements(Browser browser) {
        return browser.number("return document.querySelectorAll('*').length");
    }

    private static void see(Browser browser, String text) {
        await("to see: " + text)
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }

    private static void answer(Setup setup, SambaDomain samba, SdkScimServer provider) throws IOException {
        setup.set("organization", "contoso");
        setup.set("directory.servers", List.of(samba.ldapsUrl()));
        setup.set("directory.root", large(samba));
        setup.set("directory.user", samba.directoryUserUpn());
        setup.secret("directory.password", Secret.of(samba.password()));
        setup.certificates("directory.trust", Files.readString(samba.caFile()));
        setup.set("provider.url", provider.url());
        setup.set("provider.user", provider.userName());
        setup.secret("provider.password", Secret.of(provider.password()));
    }
}
