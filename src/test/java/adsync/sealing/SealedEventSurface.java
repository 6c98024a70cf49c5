package adsync.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.fuzz.Surface;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A sealed event as it comes, or as a header in clear, which is put into Base64 here, and the rest behind a line end. */
public final class SealedEventSurface implements Surface {

    private final KeySet keys = new ProviderKeys().keySet("seal");

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        read(text);
        int end = text.indexOf('\n');
        if (end >= 0) {
            byte[] header = text.substring(0, end).getBytes(StandardCharsets.UTF_8);
            read(Base64.getUrlEncoder().withoutPadding().encodeToString(header) + text.substring(end + 1));
        }
    }

    private void read(String sealed) {
        SealedEvent.keyId(sealed);
        try {
            SealedEvent event = SealedEvent.read(sealed);
            assertThat(event.sealed()).isEqualTo(sealed).hasSizeLessThanOrEqualTo(SealedEvent.LONGEST);
            assertThat(event.keyId()).isNotEmpty().isEqualTo(SealedEvent.keyId(sealed));
            assertThat(Claim.read(event.claim().json())).isEqualTo(event.claim());
            assertThat(event.claim().changedAt()).isNotNull();
            event.check(keys.keys());
        } catch (SealingException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(300);
        }
    }
}
