package adsync.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Files with short names as a .tar.gz (POSIX.1-1988 ustar), readable for their owner only. */
final class Tar {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private Tar() {}

    /** The archive's octets. */
    static byte[] zipped(Map<String, byte[]> files, Instant written) throws IOException {
        var out = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.write(head(file.getKey(), file.getValue().length, written.getEpochSecond()));
                zip.write(file.getValue());
                zip.write(new byte[(BLOCK - file.getValue().length % BLOCK) % BLOCK]);
            }
            zip.write(new byte[2 * BLOCK]);
        }
        return out.toByteArray();
    }

    private static byte[] head(String name, int length, long seconds) {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name of at most 100 letters is needed: " + name);
        }
        byte[] head = new byte[BLOCK];
        put(head, 0, name);
        put(head, 100, "0000600\0");
        put(head, 108, "0000000\0");
        put(head, 116, "0000000\0");
        put(head, 124, String.format(Locale.ROOT, "%011o\0", length));
        put(head, 136, String.format(Locale.ROOT, "%011o\0", seconds));
        Arrays.fill(head, 148, 156, (byte) ' '); // the sum is made as if it were blank
        put(head, 156, "0");
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (byte octet : head) {
            sum += octet & 0xff;
        }
        put(head, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return head;
    }

    private static void put(byte[] head, int at, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octets, 0, head, at, octets.length);
    }
}
