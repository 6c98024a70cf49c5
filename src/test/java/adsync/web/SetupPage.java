package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Browser;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The set-up page as who answers it has it: what is typed, ticked and pressed there, and what is read of it. */
final class SetupPage {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Browser browser;

    SetupPage(Browser browser) {
        this.browser = browser;
    }

    /** Trusts the authority of the server by what the server shows. */
    void trustWhatIsShown() {
        browser.press("Show the certificate of the server");
        see("SHA-256");
        browser.press("It is the same: trust it");
        settled(() -> assertThat(browser.one(".shown .chip").getText()).isEqualTo("trusted"));
        see("TLSv1");
    }

    /** The account that reads the directory, until it may. */
    void account(String user, String password) {
        type("directory.user", user);
        type("directory.password", password);
        see("may use DirSync");
    }

    /** Opens what is above a unit, and ticks it. */
    void select(String above, String unit) {
        open(above);
        tick(unit);
        see("Shipped: at and below");
    }

    /** The login at the provider, until it is accepted there. */
    void login(String user, String password) {
        type("provider.user", user);
        type("provider.password", password);
        see("accepted; the provider has 0 users");
    }

    /** Looks at what a start would do, until somebody is in that. */
    void preview(String somebody) {
        await().atMost(SOON).until(() -> browser.button("Save and start").isEnabled());
        browser.press("Preview");
        see("If the service were started now");
        see(somebody);
    }

    /** Saves and starts, until the page is that of a service. */
    void start() {
        browser.press("Save and start");
        await().atMost(SOON)
                .until(() -> !browser.all("nav#pages a[href='#/live']").isEmpty()); // still signed in
    }

    void type(String key, String text) {
        settled(() -> asked(key).sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.TAB));
    }

    void wrong(String key, String cause) {
        settled(() -> {
            assertThat(said(key)).contains(cause);
            assertThat(asked(key).getDomAttribute("aria-invalid")).isEqualTo("true");
        });
    }

    void right(String key) {
        settled(() -> {
            assertThat(said(key)).isEmpty();
            assertThat(asked(key).getDomAttribute("aria-invalid")).isNull();
        });
    }

    private WebElement asked(String key) {
        return field(key).findElement(By.cssSelector("input, textarea"));
    }

    private String said(String key) {
        return field(key).findElement(By.cssSelector(".wrong")).getText();
    }

    private WebElement field(String key) {
        return browser.one(".field[data-key='" + key + "']");
    }

    /** How to sign in at the provider. */
    void way(String value) {
        field("provider.way")
                .findElement(By.cssSelector("option[value='" + value + "']"))
                .click();
    }

    /** Shows what is folded away under this title. */
    void unfold(String title) {
        settled(() -> browser.driver()
                .findElement(By.xpath("//summary[normalize-space()='" + title + "']"))
                .click());
    }

    WebElement branch(String dn) {
        return browser.one("li[data-dn='" + dn + "'] > .branch");
    }

    void open(String dn) {
        settled(() -> branch(dn).findElement(By.cssSelector("button")).click());
    }

    void tick(String dn) {
        settled(() -> branch(dn).findElement(By.cssSelector("input")).click());
    }

    /** Goes on as soon as that can be pressed, until something is read. */
    void next(String lead) {
        settled(() -> {
            assertThat(browser.button("Try and go on").isEnabled()).isTrue();
            browser.press("Try and go on");
        });
        see(lead);
    }

    void step(String title) {
        settled(() -> browser.press(title));
    }

    void see(String text) {
        settled(() -> assertThat(browser.text()).contains(text));
    }

    void settled(ThrowingRunnable step) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(step);
    }
}
