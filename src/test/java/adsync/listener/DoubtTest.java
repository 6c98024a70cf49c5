package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.journal.Checkpoint.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What DirSync says of an object that cannot be looked at. */
class DoubtTest extends ListenerFixture {

    /** Bob, with an account, who was changed and is hidden from us. */
    private ObjectGuid inDoubt() {
        domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        domain().namesHidden(true);
        startAndFollow();
        shipWithAccounts();
        domain().hide(bob, true);
        domain().set(bob, "title", "Director");
        domain().ring();
        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        return bob;
    }

    @Test
    void a_known_user_that_is_touched_but_may_not_be_read_stays_is_named_and_is_looked_for_again() {
        ObjectGuid bob = inDoubt();

        assertThat(status().cause()).contains("CN=bob,OU=Staff").contains("give the account the right");
        assertThat(status().publicCause())
                .contains("1 users", "give the account the right")
                .doesNotContain("bob");
        assertThat(kinds(bob)).containsExactly("created");

        restart();
        eventually(() -> meter("adsync.listener.unconfirmed") == 1);

        domain().hide(bob, false);
        rounds(2);
        clock().advance(Duration.ofHours(1));
        eventually(() -> kinds(bob).contains("updated"));
        eventually(() -> meter("adsync.listener.unconfirmed") == 0);
    }

    @Test
    void a_known_user_whose_name_alone_can_be_read_is_named_too() {
        domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        domain().namesHidden(true);
        startAndFollow();
        domain().nameOnly(bob, true);

        domain().set(bob, "title", "Director");
        domain().ring();

        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        assertThat(kinds(bob)).containsExactly("created");
    }

    @Test
    void a_known_container_that_is_touched_but_may_not_be_read_puts_its_users_in_doubt() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        domain().namesHidden(true);
        startAndFollow();
        domain().hide(sales, true);
        domain().hide(bob, true);

        domain().move(sales, domain().head());
        domain().ring();

        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        assertThat(present(bob)).isTrue();
    }

    @Test
    void a_doubt_ends_with_its_user() {
        ObjectGuid bob = inDoubt();

        domain().before(call -> {
            if (call.equals("locate")) {
                domain().expunge(bob); // as it is to whoever may not look for deleted objects
            }
        });
        domain().delete(bob);
        domain().ring();

        eventually(() -> kinds(bob).contains("deleted"));
        clock().advance(Duration.ofHours(1));
        eventually(() -> meter("adsync.listener.unconfirmed") == 0);
    }

    @Test
    void whoever_is_in_doubt_is_not_taken_for_expunged() {
        ObjectGuid bob = inDoubt();
        stop();

        fingerprint("another");
        start();

        eventually(() ->
                enumerations("configuration") == 1 && checkpoint().orElseThrow().phase() == Phase.SWEEPING);
        rounds(3);
        assertThat(present(bob)).isTrue();
    }

    @Test
    void a_tombstone_is_believed_after_a_day_even_if_another_domain_does_not_answer() {
        domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        neighbour("emea.contoso.com");
        startAndFollow();

        domain().delete(bob);
        domain().ring();

        eventually(() -> status().cause().contains("may have moved to emea.contoso.com, which cannot be asked"));
        assertThat(status().cause()).doesNotContain("give the account the right");
        assertThat(meter("adsync.listener.unconfirmed")).isEqualTo(1);
        clock().advance(Duration.ofHours(22));
        rounds(3);
        assertThat(present(bob)).isTrue();

        clock().advance(Duration.ofHours(3));
        eventually(() -> kinds(bob).contains("deleted"));
        eventually(() -> meter("adsync.listener.unconfirmed") == 0);
    }
}
