package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.Browser;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.SignInLink;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever approves a first load on the page sees what it does, and to whom. */
class FirstLoadPageIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PEOPLE = 60;

    @TempDir
    Path folder;

    @Test
    void a_first_load_tells_what_becomes_of_whom_before_it_is_approved() {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start();
                SdkScimServer provider = SdkScimServer.start();
                Browser browser = Browser.start().screen(1280, 900, false)) {
            directory.seedPeople(PEOPLE);
            provider.probe()
                    .post(
                            "/Users",
                            new JsonObject()
                                    .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                                    .put("userName", "stranger@example.net"));
            try (Service service = Service.start(Service.configuration(folder, directory, provider), false)) {
                await().atMost(SOON).until(() -> service.statistics().outbox() == PEOPLE);
                browser.open(SignInLink.of(folder));

                see(browser, "The first load: " + PEOPLE);
                see(browser, "If you approve it, this will happen at the provider, which has 1 account:");
                see(browser, "created\n" + PEOPLE);
                await().atMost(SOON)
                        .until(() -> browser.all(".hold td[data-column=Who]").size() == 50);
                see(browser, "As of ");
                new Looks(Looks.EACH).at(browser, "first-load");
                browser.press("More");
                await().atMost(SOON)
                        .until(() -> browser.all(".hold td[data-column=Who]").size() == PEOPLE - 50);
                assertThat(provider.users()).hasSize(1);

                browser.press("Approve");
                browser.one("dialog button.main").click();
                await().atMost(SOON).until(() -> provider.users().size() == PEOPLE + 1);
            }
        }
    }

    private static void see(Browser browser, String text) {
        await("to see: " + text)
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }
}
