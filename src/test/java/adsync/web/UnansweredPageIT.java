package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees when the service gives no answer, a late one, or one after the other. */
class UnansweredPageIT extends PageFixture {

    private Interference between;

    @BeforeEach
    void listen() {
        between = new Interference(browser());
    }

    @AfterEach
    void answer() {
        between.refuse();
    }

    @Test
    void a_page_that_gets_no_answer_says_so_and_is_there_as_soon_as_it_gets_one() throws InterruptedException {
        signIn();
        awaitText("Follows");
        between.refuse("*/api/session");

        browser().run("location.reload()");
        awaitText("The service does not answer");
        assertThat(browser().one("main h1").getText()).isEqualTo("This page cannot be shown");
        browser().photograph("unanswered-1280-light");

        between.refuse();
        awaitText("Follows");
    }

    @Test
    void a_page_whose_program_does_not_come_says_so_and_is_tried_again() throws InterruptedException {
        signIn();
        awaitText("Follows");
        between.refuse("*/live.js");

        go("live");
        awaitText("This page cannot be shown");

        between.refuse();
        browser().press("Try again");
        awaitText("What is seen in the directory");
    }

    @Test
    void an_address_that_is_no_name_is_searched_for_as_it_is() throws InterruptedException {
        signIn();
        awaitText("Follows");

        go("person/%");

        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser().one("#person-text").getDomProperty("value"))
                        .isEqualTo("%"));
        assertThat(browser().complaints()).isEmpty();
    }

    @Test
    void an_overview_asks_one_question_after_the_other_and_none_while_nobody_looks() throws InterruptedException {
        signIn();
        awaitText("Follows");
        between.delay("overview", 7000);
        await().atMost(SOON).until(() -> between.asked("overview") >= 2);
        assertThat(between.most("overview")).isEqualTo(1);

        hide(true);
        await().atMost(SOON).until(() -> between.running("overview") == 0);
        int before = between.asked("overview");
        browser().await("setTimeout(arguments[arguments.length - 1], 7000)");
        assertThat(between.asked("overview")).isEqualTo(before);

        hide(false);
        await().atMost(SOON).until(() -> between.asked("overview") > before + 1);
    }

    private void hide(boolean hidden) {
        browser().run("""
                Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s});
                document.dispatchEvent(new Event('visibilitychange'));""".formatted(hidden));
    }
}
