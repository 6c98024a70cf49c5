package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each page, light and dark, wide and narrow, is looked at by axe, photographed, and fits its screen. */
class AccessibilityIT extends PageFixture {

    private final Looks looks = new Looks(Looks.ALL);

    @Override
    String more() {
        return """
                guard:
                  grace: 5s
                  disable: {count: 2, percent: 0}""";
    }

    private interface Page {
        void show();
    }

    @Test
    void nobody_is_kept_out() throws LDAPException {
        browser().open("http://127.0.0.1:" + service().port() + "/");
        awaitText("adsync web");
        scan("sign-in", () -> {});
        signIn();
        for (int number = 1; number <= 3; number++) {
            delete(person(number));
        }
        awaitText("Accounts to disable: 3");
        scan("overview", () -> {
            browser().run("document.querySelectorAll('.charted details').forEach(one => one.open = true)");
            await().atMost(SOON).until(() -> browser().all(".charted table").size() == 2);
        });
        scan("dialog", () -> {
            browser().press("Approve");
            awaitText("Approve hold 1?");
        });
        browser().press("Cancel");
        scan("live", () -> {
            go("live");
            await().atMost(SOON).until(() -> browser().all("#changes tbody tr").size() > 20);
        });
        scan("found", () -> {
            go("person");
            await().atMost(SOON).until(() -> !browser().all("#person-text").isEmpty());
            browser().one("#person-text").sendKeys(value(person(9), "cn").substring(0, 3));
            awaitText("Found");
        });
        scan("person", () -> {
            go("person/" + value(unlucky(), "userPrincipalName"));
            awaitText("Retry now");
            awaitText("HTTP 409");
            browser().run("document.querySelectorAll('details').forEach(one => one.open = true)");
        });
        assertThat(browser().text()).doesNotContain("0 attempts");
        twoOfOneName();
        assertThat(browser().complaints()).isEmpty();
    }

    private void twoOfOneName() throws LDAPException {
        change(person(8), "displayName", value(person(9), "cn"));
        go("person/" + value(person(9), "cn"));
        await().atMost(SOON).pollInterval(Duration.ofSeconds(4)).until(() -> {
            boolean both = browser().all(".person .times").size() == 2;
            if (!both) {
                browser().run("location.reload()"); // the change may not be known yet
            }
            return both;
        });
        new Looks(Looks.EACH).at(browser(), "two-people");
    }

    private void scan(String name, Page page) {
        page.show();
        looks.at(browser(), name);
    }
}
