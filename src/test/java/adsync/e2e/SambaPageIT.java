package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Browser;
import adsync.testing.People.Person;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.SignInLink;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The page shows what happens in a real domain. */
class SambaPageIT extends SambaSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LEAVERS = 4;

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Override
    protected String guard() {
        return """
                guard:
                  disable: {count: 2, percent: 0}""";
    }

    @Test
    void a_change_in_samba_is_seen_on_the_page_and_its_user_is_explained() throws LDAPException {
        Person ada = person();
        String dn = hire(ada, root);
        awaitQuiet(start());
        String name = dn.substring("CN=".length(), dn.indexOf(','));
        try (Browser browser = Browser.start()) {
            browser.screen(1280, 900, false).open(SignInLink.of(folder));
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

    @Test
    void who_is_parked_is_tried_again_and_a_hold_is_approved() throws LDAPException {
        Person taken = person();
        JsonObject stranger = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", taken.entry(root).getAttributeValue("userPrincipalName"));
        String id = provider.probe().post("/Users", stranger).json().getString("id");
        hire(taken, root);
        List<String> leavers = new ArrayList<>();
        for (int number = 0; number < LEAVERS; number++) {
            leavers.add(hire(person(), root));
        }
        Service service = start();
        await().atMost(PATIENCE)
                .until(() -> service.statistics().parked() == 1
                        && service.statistics().links() == LEAVERS
                        && service.statistics().outbox() == 0);
        try (Browser browser = Browser.start()) {
            browser.screen(1280, 900, false).open(SignInLink.of(folder));
            awaitText(browser, "its login belongs to account");
            provider.probe().delete("/Users/" + id);
            browser.one("button[aria-label^='Retry ']").click();
            await().atMost(PATIENCE).until(() -> service.statistics().links() == LEAVERS + 1);

            for (String leaver : leavers) {
                administrator.delete(leaver);
            }
            awaitText(browser, "Accounts to disable: " + LEAVERS);
            assertThat(active()).isEqualTo(LEAVERS + 1);
            browser.press("Approve");
            awaitText(browser, "Approve hold 1?");
            browser.one("dialog button.main").click();

            await().atMost(PATIENCE).until(() -> active() == 1);
            await().atMost(PATIENCE).until(() -> !browser.text().contains("Waits for your approval"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private long active() {
        return provider.probe().all("/Users").stream()
                .filter(user -> user.getBoolean("active", true))
                .count();
    }

    private static void awaitText(Browser browser, String text) {
        await("to see: " + text)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }
}
