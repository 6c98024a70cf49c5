package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.DirectoryException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of several domain controllers is used. */
class ServerChoiceTest extends ListenerFixture {

    private static final String FIRST = "dc1.contoso.com";
    private static final String SECOND = "dc2.contoso.com";

    @BeforeEach
    void secondOne() {
        domain().addHost(SECOND);
        domain().user("ada", domain().root());
    }

    @Test
    void one_that_lets_us_in_and_fails_every_page_makes_way_for_the_next() {
        startAndFollow();
        domain().busy(FIRST, true);

        comeAndCommit("bob");

        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(SECOND);
        eventually(() -> status().cause().isEmpty());
    }

    @Test
    void a_session_that_failed_once_is_no_reason_to_leave() {
        startAndFollow();
        domain().busy(FIRST, true);
        domain().before(call -> {
            if (call.equals("connect")) {
                domain().busy(FIRST, domain().count("connect") < 2);
            }
        });

        comeAndCommit("bob");

        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(FIRST);
    }

    @Test
    void if_all_of_them_fail_each_is_tried_again_and_again() {
        startAndFollow();
        domain().busy(FIRST, true);
        domain().busy(SECOND, true);
        domain().user("bob", domain().root());
        domain().ring();
        eventually(() -> domain().count("connect") > 4);

        domain().busy(FIRST, false);

        comeAndCommit("cyd");
        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(FIRST);
    }

    @Test
    void one_that_is_preferred_is_returned_to_once_it_has_been_well_for_ten_minutes() {
        domain().down(FIRST, true);
        startAndFollow();
        clock().advance(Duration.ofHours(3));
        rounds(3);
        comeAndCommit("bob");
        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(SECOND);
        domain().down(FIRST, false);

        lookAgain(5);
        assertThat(domain().count("connect")).isEqualTo(1);
        lookAgain(1);

        eventually(() -> domain().count("connect") == 2);
        comeAndCommit("cyd");
        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(FIRST);
        assertThat(domain().count("users")).isEqualTo(1);
        assertThat(meters().get("adsync.listener.failovers")
                        .tag("reason", "preferred")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void one_that_is_preferred_is_not_returned_to_while_it_lacks_something_or_serves_nothing() {
        domain().down(FIRST, true);
        startAndFollow();
        domain().down(FIRST, false);
        domain().hosts().lag(FIRST, 5);
        lookAgain(10);
        assertThat(domain().count("connect")).isEqualTo(1);

        domain().hosts().lag(FIRST, 0);
        domain().busy(FIRST, true);
        lookAgain(10);

        assertThat(domain().count("connect")).isEqualTo(1);
        comeAndCommit("bob");
        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(SECOND);
    }

    @Test
    void a_login_that_is_refused_there_is_not_tried_again_soon() {
        domain().down(FIRST, true);
        startAndFollow();
        domain().failing("look for a preferred one", Reason.CREDENTIALS, "invalid credentials");
        lookAgain(1);
        clock().advance(Duration.ofMinutes(59));
        rounds(5);
        assertThat(domain().count("look for a preferred one")).isEqualTo(1);

        clock().advance(Duration.ofMinutes(1));

        eventually(() -> domain().count("look for a preferred one") == 2);
    }

    /** Two minutes pass each time. */
    private void lookAgain(int times) {
        for (int time = 0; time < times; time++) {
            long looked = domain().count("look for a preferred one");
            clock().advance(Duration.ofMinutes(2));
            eventually(() -> domain().count("look for a preferred one") > looked);
            rounds(3);
        }
    }

    @Test
    void the_one_in_use_is_stayed_with_through_a_restart() {
        domain().down(FIRST, true);
        startAndFollow();
        domain().down(FIRST, false);

        restart();
        eventually(this::following);
        comeAndCommit("bob");

        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(SECOND);
        assertThat(domain().count("users")).isEqualTo(1);
    }

    private void comeAndCommit(String name) {
        var guid = domain().user(name, domain().root());
        domain().ring();
        eventually(() -> present(guid));
    }
}
