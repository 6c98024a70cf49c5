package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Preview;
import adsync.app.SetupService;
import adsync.embedded.EmbeddedDirectory;
import adsync.secret.Secret;
import adsync.setup.Forecaster;
import adsync.setup.Setup;
import adsync.testing.Browser;
import adsync.testing.SdkScimServer;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Each step of the set-up, wide and light, narrow and dark, as axe sees it; large units; the keyboard alone. */
class SetupAccessibilityIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int WIDE = 1280;
    private static final int UNITS = 250;

    @TempDir
    Path folder;

    private final Looks looks = new Looks(Looks.EACH);
    private final Semaphore goOn = new Semaphore(0);

    @Test
    void nobody_is_kept_out() throws IOException, LDAPException {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start();
                SdkScimServer provider = SdkScimServer.start();
                Browser browser = Browser.start().screen(WIDE, 900, false)) {
            directory.seedPeople(12);
            units(directory);
            Setup setup = Setup.begin(folder.resolve("adsync.yaml"), Map.of(), held());
            answer(setup, directory, provider);
            try (var service = SetupService.start(
                    setup,
                    SetupService.loopback(0),
                    new SetupService.Ending(true, "no trouble, a test"),
                    Optional.empty(),
                    Clock.systemUTC())) {
                browser.open(service.link());
                steps(browser, directory);
            }
        }
    }

    private void steps(Browser browser, EmbeddedDirectory directory) {
        see(browser, "The service could not start: no trouble, a test");
        looks.at(browser, "setup-preview-empty");
        preview(browser);
        await().atMost(SOON)
                .until(() -> !browser.all("td button[aria-expanded]").isEmpty());
        browser.one("td button[aria-expanded]").click();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(browser.one(".values").getText()).contains("userName", "enterprise:"));
        looks.at(browser, "setup-preview");

        browser.press("1. Directory");
        see(browser, "Domain, or addresses");
        browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
        assertThat(browser.one("[data-key='directory.startTls']").isDisplayed()).isFalse();
        browser.one(".field[data-key='directory.servers'] input")
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), directory.ldapUrl(), Keys.TAB);
        see(browser, "expected encrypted connections");
        see(browser, "use ldaps://, or StartTLS");
        looks.at(browser, "setup-directory");
        browser.one("[data-key='directory.startTls'] input").click();
        await().atMost(SOON).until(() -> browser.all("[aria-invalid]").isEmpty());
        see(browser, "TLSv1");
        browser.one(".field[data-key='directory.servers'] input")
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), directory.ldapsUrl(), Keys.TAB);
        await().atMost(SOON).until(() -> browser.all("[aria-invalid]").isEmpty());

        setup(browser, directory);
        browser.press("3. Provider");
        see(browser, "Address of the SCIM endpoints");
        looks.at(browser, "setup-provider");
        browser.press("4. Services");
        browser.one(".field[data-key='setup.group'] input").sendKeys("a");
        await().atMost(SOON).until(() -> !browser.all(".found li").isEmpty());
        looks.at(browser, "setup-services");
        assertThat(browser.complaints()).isEmpty();
    }

    /** It goes on whether somebody looks or not, and what another window answers ends it. */
    private void preview(Browser browser) {
        browser.press("Preview");
        see(browser, "so far");
        browser.await("""
                const done = arguments[arguments.length - 1];
                const headers = { 'Content-Type': 'application/json', 'X-ADSync-Token': localStorage['adsync-token'] };
                const body = JSON.stringify({ set: { 'scope.filter': '(cn=*)' } });
                fetch('/api/setup-answer', { method: 'POST', headers, body }).then((answer) => done(answer.status))""");
        goOn.release();
        await().atMost(SOON).until(() -> !browser.text().contains("so far"));
        await().atMost(SOON).until(() -> browser.button("Preview").isEnabled());
        browser.press("Preview");
        see(browser, "so far");
        browser.run("location.reload()");
        see(browser, "Reading directory and provider");
        goOn.release();
        see(browser, "If the service were started now");
    }

    /** Each preview waits until it is let go on. */
    private Forecaster held() {
        Forecaster forecaster = Preview.forecaster(Clock.systemUTC());
        return (configuration, told, progress) -> {
            goOn.acquireUninterruptibly();
            return forecaster.preview(configuration, told, progress);
        };
    }

    /** By keys alone: the tree is opened, read on, and a unit is ticked. */
    private void setup(Browser browser, EmbeddedDirectory directory) {
        browser.press("2. Users");
        String base = "li[data-dn='" + directory.baseDn() + "'] > .branch button";
        await().atMost(SOON).until(() -> !browser.all(base).isEmpty());
        browser.one(base).sendKeys(Keys.ENTER);
        String units = "li[data-dn='OU=Units," + directory.baseDn() + "']";
        await().atMost(SOON).until(() -> !browser.all(units).isEmpty());
        browser.one(units + " > .branch button").sendKeys(Keys.SPACE);
        String below = units + " > ul > li[data-dn]";
        await().atMost(SOON).until(() -> browser.all(below).size() == 100);
        looks.at(browser, "setup-users");
        browser.button("Show more of " + UNITS).sendKeys(Keys.ENTER);
        await().atMost(SOON).until(() -> count(browser, below) == 200);
        assertThat(focused(browser)).isEqualTo("OU=Unit 0100,OU=Units," + directory.baseDn());
        assertThat(browser.run("return document.querySelector('#announce').textContent"))
                .isEqualTo("200 shown");
        browser.button("Show more of " + UNITS).sendKeys(Keys.ENTER);
        await().atMost(SOON).until(() -> count(browser, below) == UNITS);
        assertThat(browser.text()).doesNotContain("Show more of");
        browser.one(units + " > ul > li[data-dn]:last-child input").sendKeys(Keys.SPACE);
        see(browser, "OU=Unit 0249,OU=Units,");
    }

    /** The unit of the tree that the next key is for. */
    private static String focused(Browser browser) {
        return String.valueOf(browser.run("return document.activeElement.closest('li[data-dn]')?.dataset.dn"));
    }

    private static int count(Browser browser, String selector) {
        return browser.number("return document.querySelectorAll(\"" + selector + "\").length");
    }

    private static void see(Browser browser, String text) {
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }

    private static void answer(Setup setup, EmbeddedDirectory directory, SdkScimServer provider) {
        setup.set("organization", "contoso");
        setup.set("directory.servers", List.of(directory.ldapsUrl()));
        setup.set("directory.root", "OU=Staff," + directory.baseDn());
        setup.set("directory.user", directory.serviceAccount());
        setup.secret(
                "directory.password", Secret.of(directory.options().accounts().servicePassword()));
        setup.certificates("directory.trust", directory.certificatePem());
        setup.set("provider.url", provider.url());
        setup.set("provider.user", provider.userName());
        setup.secret("provider.password", Secret.of(provider.password()));
    }

    private static void units(EmbeddedDirectory directory) throws LDAPException {
        try (var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            String units = "OU=Units," + directory.baseDn();
            administrator.add(units, new Attribute("objectClass", "organizationalUnit"));
            for (int i = 0; i < UNITS; i++) {
                administrator.add(
                        "OU=Unit %04d,%s".formatted(i, units), new Attribute("objectClass", "organizationalUnit"));
            }
        }
    }
}
