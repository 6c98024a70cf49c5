package adsync.scim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param url absolute
 * @param body null to send none
 * @param timeout from having a connection to the last octet of the answer
 * @param headers besides those that every request has
 * @param repeatable whether a repetition does no harm (RFC 9110 9.2.2)
 */
record HttpCall(
        HttpMethod method,
        String url,
        @Nullable Buffer body,
        Duration timeout,
        Map<String, String> headers,
        boolean repeatable) {

    static final String SCIM_JSON = "application/scim+json";

    HttpCall {
        headers = Map.copyOf(headers);
    }

    /** A request without a body. Our patches only replace and remove, but for those of {@link #once}. */
    static HttpCall of(HttpMethod method, String url, Duration timeout) {
        return new HttpCall(method, url, null, timeout, Map.of(), !method.equals(HttpMethod.POST));
    }

    /** The same, not to be repeated. */
    HttpCall once() {
        return new HttpCall(method, url, body, timeout, headers, false);
    }

    /** The same with a SCIM message. */
    HttpCall with(JsonObject message) {
        // By way of a text: half a surrogate pair then becomes a question mark instead of an exception.
        return withScim(Buffer.buffer(message.encode()));
    }

    /** The same with a SCIM message that is written already. */
    HttpCall withScim(Buffer message) {
        return with(message).with("Content-Type", SCIM_JSON);
    }

    /** The same with a body. */
    HttpCall with(Buffer content) {
        return new HttpCall(method, url, content, timeout, headers, repeatable);
    }

    /** The same with a header. */
    HttpCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, url, body, timeout, more, repeatable);
    }

    /** Without the headers, one of which is a credential, and without the body, which is personal. */
    @Override
    public String toString() {
        return method + " " + url;
    }
}
