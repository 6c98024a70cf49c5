package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.fuzz.Surface;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Texts of a hostile provider on their way into a log: error answers, pages, and where a redirect leads. */
public final class RedactionSurface implements Surface {

    private static final String SECRET = "hunter2hunter2";

    private final ErrorText errors = new ErrorText(new Redaction(() -> List.of(SECRET)));

    @Override
    public void take(byte[] octets) {
        Buffer body = Buffer.buffer(octets);
        Reply.Answer plain = new Reply.Answer(400, MultiMap.caseInsensitiveMultiMap(), body);
        check(errors.of(plain));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", "text/html");
        check(errors.of(new Reply.Answer(502, headers, body)));
        String place = body.getString(0, Math.min(octets.length, 8192));
        MultiMap redirect = MultiMap.caseInsensitiveMultiMap().add("Location", place);
        check(errors.location(new Reply.Answer(302, redirect, Buffer.buffer())));
    }

    private static void check(String shown) {
        assertThat(shown)
                .doesNotContain(SECRET)
                .hasSizeLessThan(2 * Redaction.MAX_LENGTH)
                .matches("\\P{Cntrl}*");
    }
}
