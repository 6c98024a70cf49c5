package adsync.web;

import static org.awaitility.Awaitility.await;

import adsync.testing.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Somebody who sets up what is installed, in a real browser, and reads nothing but the page: the domain and the provider are
 * those of docs/getting-started.md. scripts/test-machines gives the link that {@code adsync web} printed, the unit, the
 * certificate of the provider's authority, somebody in the unit, and a name for the pictures.
 */
final class Newcomer implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final String unit;
    private final Path authority;
    private final String somebody;
    private final String pictures;
    private final Browser browser = Browser.start().screen(1280, 900, false);
    private final SetupPage page = new SetupPage(browser);
    private final long began = System.nanoTime();

    private Newcomer(String unit, Path authority, String somebody, String pictures) {
        this.unit = unit;
        this.authority = authority;
        this.somebody = somebody;
        this.pictures = pictures;
    }

    /** Sets up, looks for somebody in the service, and prints how long it took. */
    public static void main(String[] arguments) throws IOException {
        try (var newcomer = new Newcomer(arguments[1], Path.of(arguments[2]), arguments[3], arguments[4])) {
            newcomer.setUp(arguments[0]);
            newcomer.lookFor();
        }
    }

    private void setUp(String link) throws IOException {
        browser.open(link);
        page.see("Set up ADSync");
        page.type("directory.servers", "ldaps://dc1.contoso.com");
        page.wrong("directory.trust", "not issued by a certificate authority that we trust");
        page.trustWhatIsShown();
        page.account("svc-adsync@contoso.com", "Choose-Another.1");
        done("directory");

        page.next("Tick the units");
        page.select(unit.substring(unit.indexOf(',') + 1), unit);
        done("users");

        page.next("Where the accounts are kept");
        page.type("organization", "contoso");
        page.type("provider.url", "https://scim.example.net/scim/v2");
        page.wrong("provider.trust", "the certificate is of an unknown authority");
        page.type("provider.trust", Files.readString(authority));
        page.right("provider.trust");
        page.login("scim", "scim-password");
        done("provider");

        page.next("Members of a group");
        page.next("See what a start would do");
        page.preview(somebody);
        done("preview");
        page.start();
    }

    private void lookFor() {
        page.see("Follows");
        done("overview");
        browser.one("nav#pages a[href='#/person']").click();
        await().atMost(SOON).until(() -> !browser.all("#person-text").isEmpty());
        browser.one("#person-text").sendKeys(somebody);
        browser.press("Explain");
        page.see("The provider has everything.");
        done("person");
    }

    private void done(String step) {
        browser.photograph("newcomer-" + pictures + "-" + step);
        System.out.println(
                step + ": " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s after the link was opened");
    }

    @Override
    public void close() {
        browser.close();
    }
}
