package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.fuzz.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What a hostile token endpoint grants, tokens that tell of themselves, and {@code Retry-After}. */
public final class TokenSurface implements Surface {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        OAuthTokens.token(Answers.read(octets), NOW).ifPresent(token -> {
            assertThat(token.renewal()).isBetween(NOW, NOW.plus(Duration.ofDays(30)));
            assertThat(token.header()).startsWith("Bearer ").hasSizeLessThan(octets.length + 64);
        });
        JsonWebToken.end(text).ifPresent(end -> assertThat(end.toString()).isNotEmpty());
        RetryAfter.parse(text, CLOCK).ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofDays(1)));
    }
}
