package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The configuration of a service is changed on its own page, while it runs. */
class EditPageIT extends EditPageFixture {

    @Test
    void what_a_change_would_do_is_seen_before_the_service_takes_it_over() throws IOException {
        String leaver = login();
        open("5. Preview and save");
        see("Nothing is different");
        assertThat(browser.button("Save and reload").isEnabled()).isFalse();

        browser.press("2. Users");
        see("Tick the units");
        browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
        type("scope.filter", "(!(userPrincipalName=" + leaver + "))");
        browser.press("5. Preview and save");
        see("scope.filter");
        browser.press("Preview");
        see("Once this is in use, this happens");
        type("setup.text", leaver);
        // the list is drawn anew when what was typed is looked for
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            assertThat(browser.all("td .place")).hasSize(1);
            assertThat(browser.one("td .place")
                            .findElement(By.xpath("./ancestor::tr"))
                            .getText())
                    .contains("switched off");
        });
        new Looks(Looks.EACH).at(browser, "edit-preview");
        assertThat(active()).isEqualTo(PEOPLE);

        browser.press("Save and reload");

        see("the changed configuration is used from now on");
        see("Nothing is different");
        await().atMost(SOON).until(() -> active() == PEOPLE - 1);
        assertThat(file).content().contains("# ours").contains("(!(userPrincipalName=" + leaver);
        browser.run("location.hash = '#/'");
        see("Follows");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void answers_outlive_the_page_and_can_be_discarded() throws IOException {
        String before = Files.readString(file);
        open("5. Preview and save");
        type("directory.poll", "15s");
        see("directory.poll");
        browser.run("location.hash = '#/live'");
        see("Live changes");

        browser.run("location.hash = '#/setup'");
        see("1 answer of before is not saved yet");
        browser.press("Discard");
        gone("not saved yet");

        browser.press("5. Preview and save");
        see("Nothing is different");
        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void what_cannot_be_taken_over_is_told_and_the_service_goes_on() throws IOException {
        open("3. Provider");
        type("organization", "other");
        browser.press("5. Preview and save");
        see("organization is taken over by a restart of the service only.");
        Files.writeString(file, "# by hand\n", StandardOpenOption.APPEND);
        insist();
        see("changed by somebody else meanwhile");

        browser.run("location.reload()");
        see("not saved yet");
        browser.press("Discard");
        gone("not saved yet");
        open("3. Provider");
        type("organization", "other");
        browser.press("5. Preview and save");
        see("organization is taken over");
        insist();

        see("It is saved, but not in use");
        see("this needs a restart of the service");
        assertThat(service.runs()).isTrue();
        assertThat(file).content().contains("# by hand");
        gone("not saved yet");
    }

    @Test
    void a_unit_without_users_is_warned_of_before_anybody_goes_on() {
        assertThat(browser.all("main a[href='#/setup']")).hasSize(1);
        open("2. Users");
        browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
        type("directory.root", "CN=Computers," + directory.baseDn());
        await().atMost(SOON).until(() -> browser.one(".chosen").getText().contains("CN=Computers"));

        browser.press("Try and go on");
        see("there are no users at or below directory.roots");
        await().atMost(SOON).until(() -> browser.button("Try and go on").isEnabled());
        browser.press("Try and go on");
        see("Address of the SCIM endpoints");
        assertThat(browser.complaints()).isEmpty();
    }

    /** The journal knows another provider, so that the next start would be refused. */
    private void insist() throws IOException {
        String before = Files.readString(file);
        browser.press("Preview");
        see("There is no preview: the journal");
        await().atMost(SOON)
                .until(() -> !browser.button("Save and reload").isEnabled()
                        && browser.one(".refused").isDisplayed());
        assertThat(file).content().isEqualTo(before);
        browser.one(".refused input").click();
        browser.press("Save and reload");
    }

    @Test
    void a_password_that_goes_to_no_other_address_is_asked_for_again_and_nothing_is_called_well() {
        open("3. Provider");
        type("provider.url", provider.url().replace("127.0.0.1", "localhost"));

        see("It is not sent to another address: enter it again.");
        see("provider: users");
        assertThat(browser.one("#announce").getDomProperty("textContent")).isEqualTo("1 problem");
        type("provider.password", provider.password());
        see("knows the accounts of");
        gone("It is not sent to another address");
        see("provider: login");
    }

    @Test
    void nobody_changes_it_who_is_not_signed_in() {
        for (String question : new String[] {"setup", "setup-answer", "setup-save", "setup-reload"}) {
            assertThat(status(question, "'Content-Type': 'application/json'")).isEqualTo("401");
            assertThat(status(question, "'Content-Type': 'application/json', 'X-ADSync-Token': 'x'"))
                    .isEqualTo("401");
            assertThat(status(question, "'Content-Type': 'text/plain', 'X-ADSync-Token': localStorage['adsync-token']"))
                    .isEqualTo("415");
        }
    }

    private String status(String question, String headers) {
        return String.valueOf(browser.await("const done = arguments[arguments.length - 1];" + "fetch('/api/" + question
                + "', {method: 'POST', body: '{}', headers: {" + headers + "}}).then(answer => done(answer.status))"));
    }

    private String login() {
        return provider.probe().all("/Users").stream()
                .map(user -> user.getString("userName"))
                .sorted()
                .findFirst()
                .orElseThrow();
    }
}
