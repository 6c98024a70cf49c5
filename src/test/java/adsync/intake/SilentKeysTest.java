package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the provider's keys are fetched, nobody may answer. */
class SilentKeysTest extends IntakeFixture {

    /** Much less than is waited for an answer. */
    private static final Duration AT_ONCE = Duration.ofSeconds(6);

    @Test
    void the_intake_opens_with_the_last_good_key_set_and_waits_for_no_other() throws Exception {
        try (SimulatedController controller = enrolled();
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            address = Optional.of(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/keys"));
            close();
            long begun = System.nanoTime();

            openAs();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
            assertThat(controller.deliver(List.of(seal(controller, clock.instant()))))
                    .containsExactly("accepted");
        }
    }
}
