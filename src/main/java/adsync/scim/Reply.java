package adsync.scim;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;

/** What came back for one HTTP request. */
sealed interface Reply {

    /** The provider answered. */
    record Answer(int status, MultiMap headers, Buffer body) implements Reply {

        boolean isPage() {
            String type = Objects.requireNonNullElse(headers.get(HttpHeaders.CONTENT_TYPE), "");
            return Body.isPage(type.toLowerCase(Locale.ROOT), body);
        }

        /** The body as an object; an empty one if it is none. */
        JsonObject json() {
            return Body.parse(body);
        }

        /** Whether the body begins as an object and is none: something was lost on the way. */
        boolean breaksOff() {
            return Body.breaksOff(body);
        }

        boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    /** Not an octet of it was sent; the outcome says why. */
    record NotSent(ScimOutcome outcome) implements Reply {}

    /**
     * It was sent, at least in part, and there is no whole answer.
     *
     * @param stale whether the connection had been used before, so that the provider may have closed it unread
     */
    record Lost(String detail, boolean stale) implements Reply {}
}
