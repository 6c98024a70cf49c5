package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An enumeration of a server that does not say how many users there are. */
class EnumerationTest extends ListenerFixture {

    private static final int SEVERAL_PAGES = 30;

    @Test
    void a_short_one_does_not_walk_twice() {
        hire();

        startAndFollow();

        assertThat(domain().count("stamps")).isZero();
        assertThat(total()).isEqualTo(SEVERAL_PAGES);
    }

    @Test
    void a_long_one_tells_how_far_it_is() {
        hire();
        domain().before(call -> {
            if (call.equals("users")) {
                clock().advance(Duration.ofMinutes(1));
            }
        });

        startAndFollow();

        assertThat(domain().count("stamps")).isPositive();
        assertThat(total()).isEqualTo(SEVERAL_PAGES);
    }

    private void hire() {
        for (int i = 0; i < SEVERAL_PAGES; i++) {
            domain().user("user" + i, domain().root());
        }
    }

    private double total() {
        return meters().get("adsync.listener.load.total").gauge().value();
    }
}
