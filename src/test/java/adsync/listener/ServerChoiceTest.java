package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

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
    void the_one_in_use_is_stayed_with_as_long_as_it_is_well() {
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
