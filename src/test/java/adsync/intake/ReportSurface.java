package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.fuzz.Surface;
import adsync.journal.EnrolledController;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Heartbeats of a hostile domain controller, each after itself. */
public final class ReportSurface implements Surface {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");
    private static final int LONGEST = 64 * 1024;

    @Override
    public void take(byte[] octets) {
        Report first;
        try {
            first = Report.of(EnrolCall.read(Buffer.buffer(octets))).after(Optional.empty(), NOW);
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(RefusedException.BAD_REQUEST);
            return;
        }
        Report again = Report.of(new JsonObject(first.encode())).after(Optional.of(first), NOW);
        assertThat(again.lostSince(Optional.of(first))).isNotNegative();
        assertThat(first.queued("files")).isNotNegative();
        assertThat(first.skewed(NOW)).isEqualTo(again.skewed(NOW));
        assertThat(first.encode()).hasSizeLessThan(LONGEST);
        EnrolledController controller = new EnrolledController(
                1,
                "dc1.example.com",
                Optional.of("guid"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW),
                Optional.of(first.encode()));
        assertThat(Report.of(controller).orElseThrow().json()).isEqualTo(new JsonObject(first.encode()));
        assertThat(Report.trouble(controller, NOW)).hasSizeLessThan(100);
        assertThat(Report.loss(controller, NOW)).hasSizeLessThan(100);
    }
}
