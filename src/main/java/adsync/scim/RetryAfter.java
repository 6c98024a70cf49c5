package adsync.scim;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 10.2.3): seconds or a date. */
final class RetryAfter {

    /** Nobody means more, and what is far off is a clock that is wrong. */
    private static final Duration MOST = Duration.ofDays(1);

    private RetryAfter() {}

    /** How long to wait; empty if it does not say or cannot be read. Never negative. */
    static Optional<Duration> parse(@Nullable String header, Clock clock) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        try {
            Duration wait = text.matches("\\d{1,9}(\\.\\d*)?")
                    ? Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000))
                    : Duration.between(
                            clock.instant(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            Duration positive = wait.isNegative() ? Duration.ZERO : wait;
            return Optional.of(positive.compareTo(MOST) > 0 ? MOST : positive);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
