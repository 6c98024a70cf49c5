package adsync.change;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Follows one change from the directory to the provider's answer, through logs, bus and journal.
 *
 * @param value 16 hexadecimal digits
 */
public record CorrelationId(String value) {

    /** Draws a new one. */
    public static CorrelationId draw(RandomGenerator random) {
        return new CorrelationId(HexFormat.of().toHexDigits(random.nextLong()));
    }

    @Override
    public String toString() {
        return value;
    }
}
