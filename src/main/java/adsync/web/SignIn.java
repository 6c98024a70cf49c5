package adsync.web;

import adsync.desk.Answer;
import adsync.desk.Question;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Draws links that sign in once. Only the control channel asks for them, so that whoever may run the commands may see the page,
 * and there is no password to be guessed, kept or changed. For any thread.
 */
public final class SignIn implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "sign-in";

    static final Duration GOOD_FOR = Duration.ofMinutes(5);

    /** More than these, and the one that was drawn first is no longer good. */
    static final int MOST = 16;

    private final Clock clock;
    private final Supplier<Optional<String>> address;
    private final Map<String, Instant> codes = new LinkedHashMap<>();

    /**
     * Draws none yet.
     *
     * @param address where the page is reached, with a slash at its end; empty if it is not served
     */
    SignIn(Clock clock, Supplier<Optional<String>> address) {
        this.clock = clock;
        this.address = address;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The code is behind the {@code #}: no server, and no log of one, gets to see it. */
    @Override
    public Future<Answer> ask(JsonObject asked) {
        Optional<String> page = address.get();
        if (page.isEmpty()) {
            return Future.succeededFuture(new Answer(
                    false,
                    new JsonObject()
                            .put(
                                    "message",
                                    "the page is not served: web.enabled is false, or listen is not reached over loopback;"
                                            + " to mend it: let listen be 127.0.0.1 with a port")));
        }
        String url = page.get() + "#sign-in=" + draw();
        return Future.succeededFuture(new Answer(
                true,
                new JsonObject()
                        .put("url", url)
                        .put("minutes", GOOD_FOR.toMinutes())
                        .put(
                                "message",
                                "open this within " + GOOD_FOR.toMinutes() + " minutes; it signs in once:\n" + url)));
    }

    private synchronized String draw() {
        Instant now = clock.instant();
        codes.values().removeIf(end -> !now.isBefore(end));
        if (codes.size() >= MOST) {
            codes.remove(codes.keySet().iterator().next());
        }
        String code = Tokens.draw();
        codes.put(Tokens.digest(code), now.plus(GOOD_FOR));
        return code;
    }

    /** Whether a code is good; it is not any more after this. */
    synchronized boolean redeem(String code) {
        Instant end = codes.remove(Tokens.digest(code));
        return end != null && clock.instant().isBefore(end);
    }
}
