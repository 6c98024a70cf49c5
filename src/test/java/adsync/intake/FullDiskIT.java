package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Filetime;
import adsync.journal.WaitingPassword;
import adsync.testing.SmallDisk;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be written is not acknowledged. */
class FullDiskIT extends IntakeFixture {

    private @Nullable SmallDisk disk;

    @BeforeEach
    @Override
    void open() throws IOException {
        if (disk == null) {
            disk = SmallDisk.at(state(), "8m");
        }
        super.open();
    }

    @AfterEach
    @Override
    void end() throws IOException {
        SmallDisk mounted = disk;
        if (mounted != null) {
            super.end();
            mounted.close();
        }
    }

    private SmallDisk disk() {
        return Objects.requireNonNull(disk);
    }

    @Test
    void with_a_full_disk_nothing_is_acknowledged_that_is_not_kept_and_all_arrives_when_there_is_room()
            throws Exception {
        try (SimulatedController controller = enrolled()) {
            disk().fill();
            List<String> kept = new ArrayList<>();
            HttpResponse<String> answer;
            String refused;
            do { // what the journal has room for in its files already is taken
                refused = sealed(controller, kept.size());
                answer = post(controller, refused);
                if (answer.statusCode() == 200) {
                    assertThat(answer.body()).contains("accepted");
                    kept.add(refused);
                }
            } while (answer.statusCode() == 200);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("5");
            assertThat(post(controller, refused).statusCode()).isEqualTo(503);

            disk().empty();
            assertThat(controller.deliver(List.of(refused))).containsExactly("accepted");
            kept.add(refused);

            close();
            open();
            assertThat(journal.passwords().claim(clock.instant(), 10_000).await())
                    .extracting(WaitingPassword::sealed)
                    .containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    private String sealed(SimulatedController controller, int number) {
        clock.advance(Duration.ofSeconds(1)); // not more than it may send
        return controller.seal(
                "S-1-5-21-1-2-3-" + (2000 + number),
                "user" + number,
                Filetime.of(clock.instant()),
                "Secret-1".getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> post(SimulatedController controller, String sealed)
            throws IOException, InterruptedException {
        return controller.post("/v1/password-events", "{\"jwe\":\"" + sealed + "\"}\n");
    }
}
