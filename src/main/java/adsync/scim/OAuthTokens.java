package adsync.scim;

import adsync.scim.ScimOptions.OAuthLogin;
import adsync.secret.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by client credentials (RFC 6749 4.4). One is kept until four fifths of its life are over; however many
 * ask at once, one request is made. Safe for any thread.
 */
final class OAuthTokens implements Authorization {

    /** For a token that does not say (RFC 6749 5.1 only recommends it). */
    private static final Duration USUAL_LIFE = Duration.ofMinutes(5);

    /** Invalid client (RFC 6749 5.2) is 401, or 400 where the server takes no Basic login. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401);

    private final Vertx vertx;
    private final HttpTransport transport;
    private final OAuthLogin login;
    private final Duration timeout;
    private final Clock clock;
    private final AnswerReader reader;

    private @Nullable Future<Token> current;

    OAuthTokens(
            Vertx vertx,
            HttpTransport transport,
            OAuthLogin login,
            Duration timeout,
            Clock clock,
            AnswerReader reader) {
        this.vertx = vertx;
        this.transport = transport;
        this.login = login;
        this.timeout = timeout;
        this.clock = clock;
        this.reader = reader;
    }

    /** A token, and when to ask for another. */
    record Token(Secret text, Instant renewal) {
        String header() {
            return "Bearer " + text.reveal();
        }
    }

    @Override
    public synchronized Future<String> header() {
        Future<Token> known = current;
        if (known == null || known.failed() || isOld(known)) {
            known = fetch();
            current = known;
        }
        return known.map(Token::header);
    }

    @Override
    public synchronized Future<Boolean> refused(String header) {
        Future<Token> known = current;
        if (known != null && known.succeeded() && known.result().header().equals(header)) {
            current = null;
        }
        return Future.succeededFuture(true);
    }

    private boolean isOld(Future<Token> known) {
        return known.succeeded() && !clock.instant().isBefore(known.result().renewal());
    }

    /** A refused client may have another secret by now. */
    private Future<Token> fetch() {
        String secret = login.clientSecret().reveal();
        Instant asked = clock.instant();
        return ask(secret)
                .compose(reply -> reply instanceof Reply.Answer answer && REFUSALS.contains(answer.status())
                        ? Authorization.renewed(vertx, login.clientSecret(), secret)
                                .compose(another ->
                                        another ? ask(login.clientSecret().reveal()) : Future.succeededFuture(reply))
                        : Future.succeededFuture(reply))
                .compose(reply -> {
                    Optional<Token> token = token(reply, asked);
                    return token.isPresent()
                            ? Future.succeededFuture(token.get())
                            : Future.failedFuture(failure(reply));
                });
    }

    private Future<Reply> ask(String secret) {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        login.scope().ifPresent(scope -> form.append("&scope=").append(encode(scope)));
        // RFC 6749 2.3.1: both are form-encoded before they become a Basic login
        String basic = Authorization.basic(encode(login.clientId()), encode(secret));
        HttpCall call = HttpCall.of(HttpMethod.POST, login.tokenUrl().toString(), timeout)
                .with(Buffer.buffer(form.toString()))
                .with("Content-Type", "application/x-www-form-urlencoded")
                .with("Authorization", basic);
        return transport.send(call);
    }

    /** What was granted; empty if nothing was. */
    static Optional<Token> token(Reply reply, Instant asked) {
        if (!(reply instanceof Reply.Answer answer) || answer.status() != 200) {
            return Optional.empty();
        }
        JsonObject grant = answer.json();
        long seconds = Body.number(grant, "expires_in", USUAL_LIFE.toSeconds());
        Instant renewal =
                asked.plusMillis(Math.clamp(seconds, 1, Duration.ofDays(30).toSeconds()) * 800);
        return Optional.ofNullable(Body.text(grant, "access_token")).map(text -> new Token(Secret.of(text), renewal));
    }

    /** Nothing was asked of the provider itself: what passes is busy, what needs a person is denied. */
    private ScimException failure(Reply reply) {
        String where = "no access token from " + login.tokenUrl().getHost() + ": ";
        ScimOutcome outcome = switch (reply) {
            case Reply.NotSent notSent -> notSent.outcome();
            case Reply.Lost lost -> new ScimOutcome.Busy(0, Optional.empty(), where + lost.detail());
            case Reply.Answer answer -> refusal(answer, where);
        };
        return new ScimException(outcome, where + outcome.status());
    }

    private ScimOutcome refusal(Reply.Answer answer, String where) {
        String detail = where + reader.detail(answer);
        return switch (reader.read(Asked.READING, answer)) {
            case ScimOutcome.Busy busy -> new ScimOutcome.Busy(busy.status(), busy.retryAfter(), detail);
            case ScimOutcome.Failed failed -> new ScimOutcome.Busy(failed.status(), Optional.empty(), detail);
            case ScimOutcome.Unknown unknown -> new ScimOutcome.Busy(unknown.status(), Optional.empty(), detail);
            case ScimOutcome.Applied applied ->
                new ScimOutcome.Denied(applied.status(), where + "the answer has no access_token");
            case ScimOutcome.Created created -> new ScimOutcome.Denied(created.status(), detail);
            case ScimOutcome.Missing missing -> new ScimOutcome.Denied(missing.status(), detail);
            case ScimOutcome.Conflict conflict -> new ScimOutcome.Denied(conflict.status(), detail);
            case ScimOutcome.Refused refused -> new ScimOutcome.Denied(refused.status(), detail);
            case ScimOutcome.Denied denied -> new ScimOutcome.Denied(denied.status(), detail);
        };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
