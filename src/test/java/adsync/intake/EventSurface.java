package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.fuzz.Surface;
import adsync.sealing.ProviderKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Lines of a hostile domain controller. */
public final class EventSurface implements Surface {

    private static final String CONTROLLER = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");

    private final EventLine.Scale scale = new EventLine.Scale(
            CONTROLLER, "S-1-5-21-1-2-3", new ProviderKeys().keySet("seal").keys(), NOW, NOW);

    @Override
    public void take(byte[] octets) {
        for (String line : new String(octets, StandardCharsets.UTF_8).split("\n", -1)) {
            try {
                check(EventLine.read(line, scale), line);
            } catch (RefusedException e) {
                assertThat(e.status()).isEqualTo(RefusedException.BAD_REQUEST);
            }
        }
    }

    private static void check(EventLine read, String line) {
        assertThat(read.id()).matches("[0-9a-f]{32}");
        assertThat(read.event() == null).isEqualTo(!read.status().isEmpty());
        assertThat(read.why().isEmpty()).isEqualTo(read.status().isEmpty());
        assertThat(read.facts().keyId()).hasSizeLessThanOrEqualTo(64).matches("\\P{Cntrl}*");
        assertThat(read.facts().sid()).hasSizeLessThan(80);
        assertThat(read.facts().size()).isLessThanOrEqualTo(line.length());
        assertThat(read.toString()).hasSizeLessThan(80);
    }
}
