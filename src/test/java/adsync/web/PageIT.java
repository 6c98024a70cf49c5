package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** What an administrator does on the page. */
class PageIT extends PageFixture {

    private static final int LOOKS = 5;

    @Override
    String more() {
        return """
                guard:
                  grace: 5s
                  disable: {count: 2, percent: 0}""";
    }

    @Test
    void a_link_signs_in_once_and_whoever_signs_out_is_out() {
        String link = link();
        browser().open(link);
        awaitText("Overview");
        assertThat(browser().run("return location.hash")).isEqualTo("#/");

        browser().press("Sign out");
        awaitText("adsync web");
        browser().open("about:blank").open(link);
        awaitText("no good any more");
        browser().photograph("sign-in-1280-light");

        assertThat(browser().run("return localStorage.length")).isEqualTo(0L);
    }

    @Test
    void the_overview_shows_how_it_is_and_what_changes() throws LDAPException {
        signIn();
        awaitText("Follows");
        awaitText("29 changes shipped in the last hour");

        change(person(3), "title", "Director");
        awaitText("30 changes shipped in the last hour");

        assertThat(browser().all(".chart canvas")).hasSize(2);
        awaitText("29 changes of the first reading are in the lines, and not counted here.");
        assertThat(browser().complaints()).isEmpty();
    }

    @Test
    void a_page_that_is_not_there_is_told_and_no_link_leads_to_it() {
        signIn();
        awaitText("Follows");
        assertThat(browser().all("a[href='#/setup']")).isEmpty();

        browser().run("location.hash = '#/setup'");
        awaitText("There is no such page");
        browser().one("main a").click();
        awaitText("Follows");
        assertThat(browser().complaints()).isEmpty();
    }

    @Test
    void one_clock_is_used_whatever_the_language() {
        browser().driver().executeCdpCommand("Emulation.setLocaleOverride", Map.of("locale", "en-US"));
        try {
            signIn();
            go("live");
            await().atMost(SOON).until(() -> browser().all("#changes tbody tr").size() > 20);

            assertThat(browser().one("#changes tbody time").getText()).matches("\\d\\d:\\d\\d:\\d\\d");
            assertThat(browser().text()).doesNotContainPattern("\\b[AP]M\\b");
        } finally {
            browser().driver().executeCdpCommand("Emulation.setLocaleOverride", Map.of());
        }
    }

    @Test
    void people_are_found_by_a_place() {
        signIn();
        go("person");
        await().atMost(SOON).until(() -> !browser().all("#person-text").isEmpty());
        String place = person(9).getDN().replaceFirst("^(?:\\\\.|[^,])*,([^,]+),.*", "$1");

        browser().one("#person-text").sendKeys(place);

        awaitText("Found");
        awaitText(place);
    }

    @Test
    void a_hold_is_looked_at_and_approved() throws LDAPException {
        signIn();
        for (int number = 1; number <= 4; number++) {
            delete(person(number));
        }
        awaitText("Waits for your approval");
        awaitText("Accounts to disable: 4");
        awaitText(value(person(4), "cn"));
        browser().photograph("hold-1280-light");
        awaitText("4 objects are held: see “Waits for your approval” on this page");
        assertThat(browser().text()).doesNotContain("adsync holds");

        browser().press("Approve");
        awaitText("Approve hold 1?");
        browser().run("document.activeElement.blur()");
        browser().photograph("hold-dialog-1280-light");
        browser().one("dialog").sendKeys(Keys.ESCAPE);
        await().atMost(SOON).until(() -> browser().all("dialog").isEmpty());
        assertThat(service().statistics().held()).isEqualTo(4);
        browser().press("Approve");
        awaitText("Approve hold 1?");
        browser().one("dialog button.main").click();

        await().atMost(SOON)
                .until(() -> service().statistics().held() == 0
                        && service().statistics().outbox() == 0);
        await().atMost(SOON).until(() -> !browser().text().contains("Waits for your approval"));

        go("person/" + ObjectGuid.ofOctets(Objects.requireNonNull(person(4).getAttributeValueBytes("objectGUID"))));
        awaitText(value(person(4), "cn"));
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(browser().one(".person h2").getText()).isEqualTo(value(person(4), "cn")));
        assertThat(browser().one(".person .lead").getText()).contains("deleted", "in the directory");
        browser().photograph("deleted-1280-light");
    }

    @Test
    void a_hold_that_grew_while_a_person_was_asked_is_not_approved() throws LDAPException {
        signIn();
        for (int number = 1; number <= 4; number++) {
            delete(person(number));
        }
        awaitText("Accounts to disable: 4");
        browser().press("Approve");
        awaitText("Approve hold 1?");
        delete(person(5));
        await().atMost(SOON).until(() -> service().statistics().held() == 5);
        awaitText("Accounts to disable: 5");
        browser().one("dialog button.main").click();

        awaitText("hold 1 has grown, 5 have joined it by now; it is shown here as it is now");
        assertThat(service().statistics().held()).isEqualTo(5);
        assertThat(browser().complaints()).hasSizeLessThanOrEqualTo(1); // of the answer itself
    }

    @Test
    void changes_are_seen_as_they_happen_and_one_can_be_followed() throws LDAPException {
        signIn();
        go("live");
        awaitText("What is seen in the directory");
        awaitText("events");

        change(person(5), "title", "Archivist");
        String name = value(person(5), "cn");
        String shipped = awaitShipped(person(5));
        browser().photograph("live-1280-light");

        browser().driver().findElement(By.xpath(shipped + "//button")).click();
        awaitText("Only the change with the correlation id");
        await().atMost(SOON)
                .until(() -> browser().all("#changes tbody tr").size() == 2
                        && browser().all("tr[data-outcome=seen]").size() == 1);
        awaitText("title");

        browser().press("Show all");
        browser().one("#live-who").sendKeys(name);
        await().atMost(SOON).until(() -> Boolean.TRUE.equals(browser().run("""
                        return [...document.querySelectorAll('#changes tbody tr')].every(row =>
                            row.textContent.includes(arguments[0]))""", name)));
        browser().one("#live-outcome").sendKeys("held");
        awaitText("Nothing yet that fits.");

        browser().one("#live-who").sendKeys(Keys.chord(Keys.CONTROL, "a"), "nobody");
        browser().one("#live-outcome option[value='']").click();
        browser().one("#live-who").sendKeys(Keys.chord(Keys.CONTROL, "a"), value(person(5), "userPrincipalName"));
        awaitShipped(person(5));
        assertThat(browser().complaints()).isEmpty();
    }

    /** Until the end of a change is shown on the live page; returns where. */
    private String awaitShipped(SearchResultEntry person) {
        String row =
                "//tr[@data-outcome='shipped'][contains(., \"" + value(person, "cn") + "\")][contains(., 'updated')]";
        await().atMost(SOON)
                .until(() -> !browser().driver().findElements(By.xpath(row)).isEmpty());
        return row;
    }

    @Test
    void who_pauses_reads_in_peace() throws LDAPException {
        signIn();
        go("live");
        change(person(5), "title", "Archivist");
        awaitShipped(person(5)); // told after all that was before
        browser().press("Pause");
        awaitText("Paused");
        int before = browser().all("#changes tbody tr").size();

        change(person(6), "title", "Librarian");
        awaitText("Paused; " + (before + 2) + " events so far");

        assertThat(browser().all("#changes tbody tr")).hasSize(before);
        browser().press("Go on");
        await().atMost(SOON).until(() -> browser().all("#changes tbody tr").size() == before + 2);
    }

    @Test
    void a_person_is_found_and_explained() throws LDAPException {
        change(person(7), "title", "Gardener");
        await().atMost(SOON)
                .until(() -> provider.users().stream().anyMatch(user -> "Gardener".equals(user.getString("title")))
                        && service().statistics().outbox() == 0);
        signIn();
        go("person");
        String name = value(person(7), "cn");
        await().atMost(SOON).until(() -> !browser().all("#person-text").isEmpty());

        tellOfPasswords();
        browser().one("#person-text").sendKeys(name.substring(1, name.length() - 1));
        awaitText("Found");
        await().atMost(SOON).ignoreExceptions().until(() -> {
            browser().driver().findElement(By.linkText(name)).click(); // of a list that is drawn anew as somebody types
            return true;
        });

        awaitText("It lives in");
        awaitText("The provider has everything.");
        awaitText("What happened");
        awaitText("HTTP 20");
        assertThat(browser().one(".passwords").getText())
                .matches("(?s)Changed .+ at dc1, received .+: waiting, nobody is known"
                        + ".Changed .+ at dc2, received .+: out of scope .+, its user is not shipped");
        browser().photograph("person-1280-light");
        assertThat(browser().complaints()).isEmpty();
    }

    /** No passwords are synchronised here: the page hears of some besides what the service answers. */
    private void tellOfPasswords() {
        browser().run("""
                const ask = window.fetch;
                const event = (controller, state, cause, ended) =>
                    ({ controller, state, cause, ended, changed: '2026-01-02T03:04:05Z', received: '2026-01-02T03:04:06Z' });
                window.fetch = async (path, options) => {
                  const answer = await ask(path, options);
                  if (!path.endsWith('/why')) return answer;
                  const told = await answer.json();
                  told.answer.people[0].passwords = [
                    event('dc1', 'waiting', 'nobody is known'),
                    event('dc2', 'out_of_scope', 'its user is not shipped', '2026-01-02T03:04:07Z')];
                  return new Response(JSON.stringify(told), { status: answer.status });
                };""");
    }

    @Test
    void who_was_never_seen_is_told_so() {
        signIn();
        go("person");
        await().atMost(SOON).until(() -> !browser().all("#person-text").isEmpty());

        browser().one("#person-text").sendKeys("nobody.at.all@contoso.com", Keys.ENTER);

        awaitText("and nobody in the directory");
    }

    @Test
    void the_page_says_when_the_service_is_gone_and_goes_on_when_it_is_back() {
        signIn();
        awaitText("Follows");

        service().close();
        awaitText("The service does not answer");
        comeBack();

        awaitText("You were signed out"); // it knows nobody any more
        signIn();
        awaitText("Follows");
        assertThat(browser().text()).doesNotContain("The service does not answer");

        go("person/" + value(person(9), "userPrincipalName")); // whose change only the audit log still has
        awaitText("HTTP 20");
        browser().one(".times a").click();
        awaitText("Only the change with the correlation id");
        await().atMost(SOON)
                .until(() -> browser().all("tr[data-outcome=shipped]").size() == 1);
        assertThat(browser().one("#changes").getText()).contains(value(person(9), "cn"), "HTTP 20");
        go("live/change/none");
        awaitText("There is no such change in what was read of the audit log.");
    }

    @Test
    void everything_is_reached_by_the_keyboard() {
        signIn();
        awaitText("Retry");

        browser().one("body").sendKeys(Keys.TAB);
        assertThat(focused()).isEqualTo("Skip to the content");
        StringBuilder seen = new StringBuilder();
        for (int steps = 0; steps < 25 && !seen.toString().contains("Retry"); steps++) {
            browser().driver().switchTo().activeElement().sendKeys(Keys.TAB);
            seen.append(focused()).append('\n');
        }

        assertThat(seen.toString()).contains("Overview", "Live changes", "A person", "Sign out", "Retry");
    }

    private String focused() {
        return String.valueOf(browser().run("return document.activeElement.textContent.trim()"));
    }

    @Test
    void nothing_comes_from_anywhere_else() {
        signIn();
        awaitText("Follows");

        Object others = browser().run("""
                return performance.getEntriesByType('resource').map(one => one.name)
                    .filter(name => !name.startsWith(location.origin)).join(' ')""");

        assertThat(others).isEqualTo("");
    }

    @Test
    void the_first_look_is_fast() {
        signIn();
        List<Integer> painted = new ArrayList<>();
        for (int look = 0; look < LOOKS; look++) {
            browser().driver().executeCdpCommand("Network.clearBrowserCache", Map.of()); // as who never was there
            browser().open("about:blank").open("http://127.0.0.1:" + service().port() + "/");
            awaitText("Follows");
            painted.add(browser().number("""
                    return performance.getEntriesByType('paint').find(one => one.name === 'first-contentful-paint').startTime"""));
        }

        System.out.println("first paints after milliseconds: " + painted);
        Collections.sort(painted);
        assertThat(painted.getFirst()).isPositive();
        assertThat(painted.get(LOOKS / 2)).as("median of " + painted).isLessThan(1000);
    }
}
