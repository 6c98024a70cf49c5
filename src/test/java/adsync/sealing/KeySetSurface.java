package adsync.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.fuzz.Surface;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;

/** A key set that anybody wrote, and one that the root signed although its content is odd. */
public final class KeySetSurface implements Surface {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");

    private final ProviderKeys keys = new ProviderKeys();
    private final RootKey root = keys.root();

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        read(text);
        Map<String, Object> content;
        try {
            content = JSONObjectUtils.parse(text);
        } catch (ParseException e) {
            return;
        }
        read(keys.sign(content, "pwkeyset+jws"));
    }

    private void read(String text) {
        KeySet set;
        try {
            set = KeySet.read(text, root);
        } catch (SealingException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(300);
            return;
        }
        assertThat(set.version()).isPositive();
        assertThat(set.keys()).hasSizeLessThan(text.length());
        set.current(NOW).ifPresent(key -> assertThat(set.ids()).contains(key.id()));
        KeySet again = KeySet.read(set.text(), root);
        assertThat(again.ids()).isEqualTo(set.ids());
        assertThat(again.expires()).isEqualTo(set.expires());
    }
}
