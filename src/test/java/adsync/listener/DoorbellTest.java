package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException.Reason;
import adsync.journal.PasswordsReceived;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A domain controller that sends a password tells sooner than a notification that something has changed. */
class DoorbellTest extends ListenerFixture {

    private void passwordArrives() {
        vertx().eventBus().publish(PasswordsReceived.ADDRESS, new PasswordsReceived(1));
    }

    @Test
    void a_password_that_arrives_has_the_directory_read_at_once() {
        poll(Duration.ofHours(1));
        startAndFollow();

        ObjectGuid ada = domain().user("ada", domain().root());
        passwordArrives();

        eventually(() -> present(ada));
    }

    @Test
    void what_a_password_made_us_find_says_nothing_of_the_notification() {
        poll(Duration.ofHours(1));
        startAndFollow();

        for (int number = 0; number < 8; number++) {
            ObjectGuid silent = domain().user("silent" + number, domain().root());
            passwordArrives();
            eventually(() -> present(silent));
        }

        assertThat(domain().count("bell")).isEqualTo(1);
    }

    @Test
    void a_login_that_is_refused_is_not_tried_as_often_as_passwords_arrive() {
        domain().failing("bell", Reason.CREDENTIALS, "the password has expired");
        start();
        eventually(() -> status().cause().contains("the password has expired"));

        passwordArrives();
        AtomicBoolean heard = new AtomicBoolean();
        vertx().eventBus().localConsumer(PasswordsReceived.ADDRESS, message -> heard.set(true));
        passwordArrives();
        eventually(heard::get);

        assertThat(domain().count("bell")).isEqualTo(1);
    }
}
