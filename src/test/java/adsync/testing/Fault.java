package adsync.testing;

import java.time.Duration;
import java.util.Map;

/** What a {@link FaultProxy} does to one request. */
public sealed interface Fault {

    /** The proxy answers by itself; the server never hears of the request. */
    record Answer(int status, Map<String, String> headers, String body) implements Fault {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** The server acts; the client gets a whole HTTP answer whose body is only the first half of the server's. */
    record Truncate() implements Fault {}

    /** The server acts; the connection ends in the middle of the answer's body. */
    record CutOff() implements Fault {}

    /** The connection is reset before the server hears of the request. */
    record ResetBefore() implements Fault {}

    /** The server acts; the connection is reset instead of its answer. */
    record ResetAfter() implements Fault {}

    /** The server acts at once; its answer is held back that long. */
    record Delay(Duration duration) implements Fault {}

    /** The request is read and nothing ever comes back, nor reaches the server, until the client gives up. */
    record BlackHole() implements Fault {}

    /** No fault: lets one request through unharmed, between others in a script. */
    record Pass() implements Fault {}

    /** 429 with Retry-After in whole seconds. */
    static Fault tooManyRequests(Duration retryAfter) {
        return new Answer(429, Map.of("Retry-After", Long.toString(retryAfter.toSeconds())), "");
    }

    /** An answer of that status without a body. */
    static Fault status(int status) {
        return new Answer(status, Map.of(), "");
    }

    /** 200 with a web page, as a login portal or a misconfigured gateway answers. */
    static Fault html() {
        return new Answer(200, Map.of("Content-Type", "text/html"), "<html><body>Please log in</body></html>");
    }

    /** See {@link Truncate}. */
    static Fault truncated() {
        return new Truncate();
    }

    /** See {@link CutOff}. */
    static Fault cutOff() {
        return new CutOff();
    }

    /** See {@link ResetBefore}. */
    static Fault resetBefore() {
        return new ResetBefore();
    }

    /** See {@link ResetAfter}. */
    static Fault resetAfter() {
        return new ResetAfter();
    }

    /** See {@link Delay}. */
    static Fault slow(Duration duration) {
        return new Delay(duration);
    }

    /** See {@link BlackHole}. */
    static Fault blackHole() {
        return new BlackHole();
    }

    /** See {@link Pass}. */
    static Fault pass() {
        return new Pass();
    }
}
