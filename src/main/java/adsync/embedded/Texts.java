package adsync.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** How text, numbers, claims and times become the octets that are stored. */
final class Texts {

    static final List<byte[]> TRUE = List.of(octets("TRUE"));

    /** Seconds between 1601, where the directory's clock starts, and 1970. */
    private static final long FILE_TIME_EPOCH_SECONDS = 11_644_473_600L;

    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'.0Z'").withZone(ZoneOffset.UTC);

    private Texts() {}

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String of(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    static List<byte[]> value(String text) {
        return List.of(octets(text));
    }

    static List<byte[]> value(long number) {
        return value(Long.toString(number));
    }

    /** Generalized time, as whenCreated has it (RFC 4517 3.3.13). */
    static String time(long millis) {
        return GENERALIZED_TIME.format(Instant.ofEpochMilli(millis));
    }

    /** Tenths of microseconds since 1601, as pwdLastSet and the DirSync cookie have it. */
    static long fileTime(long millis) {
        return (millis + FILE_TIME_EPOCH_SECONDS * 1000) * 10_000;
    }
}
