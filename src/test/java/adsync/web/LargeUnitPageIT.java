package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Preview;
import adsync.app.SetupService;
import adsync.control.ControlClient;
import adsync.embedded.EmbeddedDirectory;
import adsync.secret.Secret;
import adsync.setup.Setup;
import adsync.testing.Browser;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Five thousand users in one unit, on each page that counts, lists or finds them: the page stays small and answers soon. */
class LargeUnitPageIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int PEOPLE = 5_000;

    /** Of the whole page: fifty rows, each with its values. */
    private static final int MOST_ELEMENTS = 6_000;

    @TempDir
    Path folder;

    @Test
    void they_are_counted_previewed_found_and_shipped() throws LDAPException, InterruptedException {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start();
                SdkScimServer provider = SdkScimServer.start();
                Browser browser = Browser.start().screen(1280, 900, false)) {
            String unit = unit(directory);
            setUp(directory, provider, unit, browser);
            try (Service service = Service.start(configuration(directory, provider, unit))) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> service.statistics().links() == PEOPLE
                                && service.statistics().outbox() == 0);
                person(browser);
                assertThat(browser.complaints()).isEmpty();
                browser.open("about:blank"); // it would go on asking whoever is gone
            }
        }
    }

    private Path configuration(EmbeddedDirectory directory, SdkScimServer provider, String unit) {
        String keys = """
                servers: ["%s"]
                allowClearText: true
                root: %s
                user: %s
                password: %s
                """.formatted(
                        directory.ldapUrl(),
                        unit,
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword());
        return Service.configuration(folder, keys, provider, provider.url());
    }

    private void setUp(EmbeddedDirectory directory, SdkScimServer provider, String unit, Browser browser) {
        Setup setup = Setup.begin(folder.resolve("adsync.yaml"), Map.of(), Preview.forecaster(Clock.systemUTC()));
        answer(setup, directory, provider, unit);
        var ending = new SetupService.Ending(true, "");
        try (var page =
                SetupService.start(setup, SetupService.loopback(0), ending, Optional.empty(), Clock.systemUTC())) {
            browser.open(page.link());
            see(browser, "Domain, or addresses");
            tree(browser, directory, unit);
            preview(browser);
            assertThat(browser.complaints()).isEmpty();
            browser.open("about:blank"); // it would go on asking whoever is gone
        }
    }

    private static void tree(Browser browser, EmbeddedDirectory directory, String unit) {
        browser.press("2. Users");
        String base = "li[data-dn='" + directory.baseDn() + "'] > .branch button";
        await().atMost(SOON).until(() -> !browser.all(base).isEmpty());
        browser.one(base).click();
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.one("li[data-dn='" + unit + "'] > .branch")
                                .getText())
                        .contains("5,000 users"));
        browser.photograph("large-users");
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
        browser.one("td details summary").click();
        see(browser, "Before");
        browser.one(".field[data-key='setup.text'] input").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        see(browser, "1 to 50 of " + PEOPLE);
        assertThat(elements(browser)).isLessThan(MOST_ELEMENTS);
        new Looks(Looks.EACH).at(browser, "large-preview");
    }

    private void person(Browser browser) throws InterruptedException {
        var told = ControlClient.ask(folder.resolve("state"), SignIn.NAME, new JsonObject());
        assertThat(told).isInstanceOf(ControlClient.Answered.class);
        browser.open(((ControlClient.Answered) told).answer().body().getString("url"));
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

    private static void answer(Setup setup, EmbeddedDirectory directory, SdkScimServer provider, String unit) {
        setup.set("organization", "contoso");
        setup.set("directory.servers", List.of(directory.ldapsUrl()));
        setup.set("directory.root", unit);
        setup.set("directory.user", directory.serviceAccount());
        setup.secret(
                "directory.password", Secret.of(directory.options().accounts().servicePassword()));
        setup.certificates("directory.trust", directory.certificatePem());
        setup.set("provider.url", provider.url());
        setup.set("provider.user", provider.userName());
        setup.secret("provider.password", Secret.of(provider.password()));
    }

    private static String unit(EmbeddedDirectory directory) throws LDAPException {
        String unit = "OU=Large," + directory.baseDn();
        try (var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
            for (Entry person : People.entries(PEOPLE, unit)) {
                administrator.add(person);
            }
        }
        return unit;
    }
}
