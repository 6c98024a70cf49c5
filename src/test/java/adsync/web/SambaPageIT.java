package adsync.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.control.ControlClient;
import adsync.e2e.SambaSuite;
import adsync.testing.Browser;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What an administrator does on the page of a service that follows a real domain. */
class SambaPageIT extends SambaSuite {

    private static final int PEOPLE = 6;

    private final Browser browser = Browser.start().screen(1280, 900, false);

    @AfterEach
    void shut() {
        browser.close();
    }

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Override
    protected String guard() {
        return """
                guard:
                  grace: 1s
                  disable: {count: 2, percent: 0}""";
    }

    @Test
    void a_parked_one_is_tried_again_a_change_is_seen_a_hold_is_approved_and_a_person_is_explained()
            throws LDAPException, InterruptedException {
        List<String> people = new ArrayList<>();
        for (int number = 0; number < PEOPLE; number++) {
            people.add(hire(person(), root));
        }
        String stranger = somebodyElse(login(people.getFirst()));
        Service service = start();
        await().atMost(SOON).until(() -> service.statistics().links() == PEOPLE - 1);
        signIn();

        see("its login belongs to account");
        provider.probe().delete("/Users/" + stranger);
        browser.one("button[aria-label^='Retry ']").click();
        await().atMost(SOON).until(() -> service.statistics().links() == PEOPLE);

        go("live");
        see("What is seen in the directory");
        replace(people.get(1), "title", "Archivist");
        String row =
                "//tr[@data-outcome='shipped'][contains(., 'updated')][contains(., \"" + name(people.get(1)) + "\")]";
        await().atMost(SOON)
                .until(() -> !browser.driver().findElements(By.xpath(row)).isEmpty());

        ObjectGuid gone = guid(people.get(2));
        for (String dn : people.subList(2, PEOPLE)) {
            administrator.delete(dn);
        }
        approve(PEOPLE - 2);
        awaitAccount(gone, account -> !account.getBoolean("active", true));
        await().atMost(SOON).until(() -> service.statistics().held() == 0);

        go("person/" + gone);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> browser.one(".person .lead").getText().contains("deleted"));
        assertThat(browser.complaints()).isEmpty();
    }

    private void approve(int disabled) {
        go("");
        see("Accounts to disable: " + disabled);
        browser.press("Approve");
        see("Approve hold 1?");
        browser.one("dialog button.main").click();
    }

    /** An account at the provider that is not ours and has the login; returns its id. */
    private String somebodyElse(String login) {
        return provider.probe()
                .post(
                        "/Users",
                        new JsonObject()
                                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                                .put("userName", login))
                .json()
                .getString("id");
    }

    private String login(String dn) throws LDAPException {
        return requireNonNull(
                requireNonNull(administrator.getEntry(dn, "userPrincipalName")).getAttributeValue("userPrincipalName"));
    }

    private static String name(String dn) {
        return dn.substring("CN=".length(), dn.indexOf(','));
    }

    private void signIn() throws InterruptedException {
        var told = ControlClient.ask(folder.resolve("state"), SignIn.NAME, new JsonObject());
        assertThat(told).isInstanceOf(ControlClient.Answered.class);
        browser.open(((ControlClient.Answered) told).answer().body().getString("url"));
        see("Sign out");
    }

    private void go(String path) {
        browser.run("location.hash = arguments[0]", "#/" + path);
    }

    private void see(String text) {
        await("to see: " + text)
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }
}
