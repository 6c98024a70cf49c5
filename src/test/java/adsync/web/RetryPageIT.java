package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.control.ControlClient;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Whoever cannot be shipped is tried again on the page, and it says so if there is nothing to try. */
class RetryPageIT extends PageFixture {

    @Override
    String more() {
        return """
                guard:
                  grace: 5s
                  disable: {count: 2, percent: 0}""";
    }

    /** Where a person sees it: what is announced to a screen reader is a text of the page, too. */
    private void awaitTrouble(String text) {
        await("to see: " + text)
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> browser().one(".trouble").getText().contains(text));
    }

    @Test
    void who_is_parked_is_tried_again_when_the_cause_is_mended() throws InterruptedException {
        signIn();
        awaitText("its login belongs to account");
        mend();

        browser()
                .one("button[aria-label='Retry " + value(unlucky(), "cn") + "']")
                .click();

        await().atMost(SOON).until(() -> service().statistics().parked() == 0);
        await().atMost(SOON).until(() -> !browser().text().contains("its login belongs"));
        await().atMost(SOON).until(() -> service().statistics().links() == PEOPLE);
    }

    @Test
    void who_was_rejected_stays_parked_and_that_is_told() throws InterruptedException, LDAPException {
        signIn();
        for (int number = 1; number <= 3; number++) {
            delete(person(number));
        }
        awaitText("Accounts to disable: 3");

        browser().press("Reject");
        awaitText("Reject hold 1?");
        browser().one("dialog button.main").click();

        await().atMost(SOON).until(() -> service().statistics().parked() == 4);
        awaitText("rejected: hold 1");

        mend();
        browser().press("Retry all");
        await().atMost(SOON).until(() -> service().statistics().parked() == 3);
        await().atMost(SOON).until(() -> !browser().text().contains("its login belongs"));
        browser().press("Retry all");
        awaitTrouble(
                "nobody is parked who was not rejected; 3 stay parked: who was rejected is tried again only by name");
    }

    @Test
    void a_try_that_is_not_needed_any_more_is_told_of() throws InterruptedException {
        signIn();
        go("person/" + value(unlucky(), "userPrincipalName"));
        awaitText("Cannot be shipped as it is.");
        mend();
        var retried = ControlClient.ask(folder.resolve("state"), "retry", new JsonObject().put("all", true));
        assertThat(retried).isInstanceOf(ControlClient.Answered.class);
        await().atMost(SOON)
                .until(() -> service().statistics().links() == PEOPLE
                        && service().statistics().outbox() == 0);

        browser().press("Retry now");

        awaitTrouble("is neither parked nor postponed: there is nothing to try again");
        awaitText("The provider has everything.");
    }
}
