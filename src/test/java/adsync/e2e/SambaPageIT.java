package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.control.ControlClient;
import adsync.testing.Browser;
import adsync.testing.People.Person;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.web.SignIn;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The page shows what happens in a real domain. */
class SambaPageIT extends SambaSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Test
    void a_change_in_samba_is_seen_on_the_page_and_its_user_is_explained() throws LDAPException, InterruptedException {
        Person ada = person();
        String dn = hire(ada, root);
        awaitQuiet(start());
        String name = dn.substring("CN=".length(), dn.indexOf(','));
        try (Browser browser = Browser.start()) {
            browser.screen(1280, 900, false).open(link());
            awaitText(browser, "The directory tells of a change at once.");
            browser.run("location.hash = '#/live'");
            awaitText(browser, "events");

            replace(dn, "title", "Astronomer");
            String row = "//tr[@data-outcome='shipped'][contains(., \"" + name + "\")][contains(., 'updated')]";
            await().atMost(PATIENCE)
                    .until(() -> !browser.driver().findElements(By.xpath(row)).isEmpty());
            browser.driver().findElement(By.xpath(row + "//a")).click();

            awaitText(browser, "It lives in " + root);
            awaitText(browser, "The provider has everything.");
            awaitText(browser, "PATCH");
            browser.photograph("person-samba");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private String link() throws InterruptedException {
        return switch (ControlClient.ask(folder.resolve("state"), SignIn.NAME, new JsonObject())) {
            case ControlClient.Answered answered -> answered.answer().body().getString("url");
            case ControlClient.Unreachable unreachable -> throw new AssertionError(unreachable.why());
        };
    }

    private static void awaitText(Browser browser, String text) {
        await("to see: " + text)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }
}
