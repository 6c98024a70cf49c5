package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.Adsync;
import adsync.testing.Browser;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.SignInLink;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page of a service that runs, on which its configuration can be changed. */
abstract class EditPageFixture {

    static final Duration SOON = Duration.ofSeconds(60);
    static final int PEOPLE = 30;

    @TempDir
    Path folder;

    final EmbeddedDirectory directory = EmbeddedDirectory.start();
    final SdkScimServer provider = SdkScimServer.start();
    Path file;
    Adsync service;
    Browser browser;

    @BeforeEach
    void begin() {
        directory.seedPeople(PEOPLE);
        file = Service.configuration(folder, directory, provider, "# ours");
        service = Adsync.start("run", "--config", file.toString());
        service.awaitOut(line -> line.contains("\"started\""));
        await().atMost(SOON).until(() -> active() == PEOPLE);
        browser = Browser.start().screen(1280, 900, false);
        browser.open(SignInLink.of(folder));
        see("Follows");
    }

    @AfterEach
    void end() {
        browser.close();
        service.close();
        provider.close();
        directory.close();
    }

    long active() {
        return provider.probe().all("/Users").stream()
                .filter(user -> Boolean.TRUE.equals(user.getBoolean("active")))
                .count();
    }

    void open(String step) {
        browser.run("location.hash = '#/setup'");
        see("Change the set-up");
        browser.press(step);
    }

    void type(String key, String text) {
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> browser.one(".field[data-key='" + key + "']")
                        .findElement(By.cssSelector("input"))
                        .sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.TAB));
    }

    void see(String text) {
        await("to see: " + text)
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }

    void gone(String text) {
        await("to see no more: " + text)
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).doesNotContain(text));
    }
}
