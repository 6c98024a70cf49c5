package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees of the set-up when the service gives no answer, a late one, or is not asked at all. */
class UnansweredSetupIT extends EditPageFixture {

    private Interference between;

    @BeforeEach
    void listen() {
        between = new Interference(browser);
    }

    @Test
    void an_answer_of_the_set_up_that_does_not_arrive_is_told() {
        open("3. Provider");
        between.refuse("*/api/setup-answer");
        type("organization", "other");
        see("The service does not answer");
        browser.photograph("setup-unanswered-1280-light");

        between.refuse();
        type("organization", "another");
        await().atMost(SOON).until(() -> !browser.text().contains("The service does not answer"));
        browser.press("5. Preview and save");
        see("another");

        between.refuse("*/api/setup-save");
        browser.press("Save and reload");
        see("The service does not answer");
        await().atMost(SOON).until(() -> browser.button("Save and reload").isEnabled());
    }

    @Test
    void certificates_that_are_too_large_are_told_so() {
        open("1. Directory");
        unfold();
        browser.run("""
                const pem = document.querySelector("[data-key='directory.trust'] textarea");
                pem.value = 'x'.repeat(100_000);
                pem.dispatchEvent(new Event('change'));""");
        see("more than the 64 KiB that the service takes");
    }

    @Test
    void a_part_of_the_tree_that_does_not_come_is_asked_for_again() {
        between.refuse("*/api/setup-browse");
        open("2. Users");
        see("The service does not answer");

        between.refuse();
        browser.press("Try again");
        await().atMost(SOON).until(() -> !browser.all(".tree .branch").isEmpty());
        assertThat(browser.text()).doesNotContain("does not answer");
    }

    @Test
    void a_unit_that_is_chosen_already_is_not_passed_over_in_silence() {
        open("2. Users");
        unfold();
        type("directory.root", "ou=staff," + directory.baseDn());
        see("It is chosen already.");
        type("directory.root", "OU=Below,OU=Staff," + directory.baseDn());
        see("It is below a unit that is chosen.");

        type("directory.root", "OU=More," + directory.baseDn());
        await().atMost(SOON).until(() -> browser.one(".chosen").getText().contains("OU=More"));
        assertThat(browser.text()).doesNotContain("It is below a unit");
    }

    @Test
    void an_answer_that_is_late_takes_back_no_newer_one() {
        open("2. Users");
        unfold();
        between.delay("setup-answer", 2000);

        type("scope.filter", "(title=first)");
        type("scope.filter", "(title=second)");
        await().atMost(SOON).until(() -> between.asked("setup-answer") >= 2 && between.running("setup-answer") == 0);

        browser.press("5. Preview and save");
        see("scope.filter");
        assertThat(browser.text()).contains("(title=second)").doesNotContain("(title=first)");
    }

    @Test
    void what_was_searched_for_before_does_not_come_after_what_is_searched_for_now() {
        open("4. Services");
        between.delay("setup-groups", 2000);

        type("setup.group", "a");
        await().atMost(SOON).until(() -> between.asked("setup-groups") >= 1);
        type("setup.group", "no such group");
        // on a slow machine a part of what is typed is searched for too
        await().atMost(SOON)
                .until(() -> between.asked("setup-groups") >= 2
                        && between.running("setup-groups") == 0
                        && browser.all(".found li").isEmpty());
    }

    private void unfold() {
        browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    }
}
