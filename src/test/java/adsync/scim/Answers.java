package adsync.scim;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** An answer as text: its status, headers as {@code name: value}, an empty line, and the body. */
final class Answers {

    /** The HTTP client reads no more (Netty's maxHeaderSize). */
    private static final int LONGEST_HEAD = 8192;

    private Answers() {}

    static Reply.Answer read(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        String[] head = text.substring(0, Math.clamp(end, 0, LONGEST_HEAD)).split("\n", -1);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String line : head) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        String body = end < 0 ? text : text.substring(end + 2);
        return new Reply.Answer(status(head[0]), headers, Buffer.buffer(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static int status(String line) {
        return line.matches("[1-5]\\d\\d") ? Integer.parseInt(line) : 200;
    }
}
