package adsync.scim;

import adsync.observe.CheckStep;
import adsync.scim.ScimOptions.BasicLogin;
import adsync.scim.ScimOptions.OAuthLogin;
import adsync.scim.ScimOptions.TokenLogin;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Opens the way to a provider. */
public final class ScimClients {

    private ScimClients() {}

    /**
     * Makes a client; it connects when it is first used. Reads the trusted certificates, so it blocks a moment.
     *
     * @throws IllegalArgumentException if the URL is none we may use, or the certificates cannot be read; the message
     *     names the key
     */
    public static ScimClient open(Vertx vertx, ScimOptions options, MeterRegistry registry, Clock clock) {
        Wired wired = wire(vertx, options, registry, clock);
        return new HttpScimClient(options, wired.transport(), wired.endpoint(), wired.reader(), wired.meters());
    }

    /** The parts of a client. */
    record Wired(HttpTransport transport, Endpoint endpoint, AnswerReader reader, Redaction redaction, Meters meters) {}

    static Wired wire(Vertx vertx, ScimOptions options, MeterRegistry registry, Clock clock) {
        checkUrl("provider.url", options.url(), options.allowClearText());
        if (options.login() instanceof OAuthLogin login) {
            checkUrl("provider.oauth.tokenUrl", login.tokenUrl(), options.allowClearText());
        }
        String version =
                Objects.requireNonNullElse(ScimClients.class.getPackage().getImplementationVersion(), "development");
        Meters meters = new Meters(registry, clock, () -> tokenEnds(options.login()));
        HttpTransport transport = new HttpTransport(
                vertx,
                options.trust().map(ScimClients::trust),
                "ADSync/" + version,
                HttpTransport.STALE,
                meters::certificateEnds);
        Redaction redaction = new Redaction(() -> secrets(options.login()));
        AnswerReader reader = new AnswerReader(clock, redaction);
        Authorization authorization = authorization(vertx, options, transport, clock, reader);
        return new Wired(transport, new Endpoint(transport, authorization, meters), reader, redaction, meters);
    }

    /**
     * Tries in one go the way to the provider, the login and that it speaks SCIM.
     *
     * @return fails with a {@link ScimException} whose message names the cause and how to mend it
     */
    public static Future<Void> prove(ScimClient client, ScimOptions options) {
        boolean encrypted = "https".equalsIgnoreCase(options.url().getScheme());
        return client.discover()
                .compose(features -> client.countUsers())
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(
                        failure instanceof ScimException known
                                ? new ScimException(
                                        known.outcome(),
                                        "provider " + options.url() + ": " + known.getMessage() + "; to mend it: "
                                                + Explanation.remedy(known.outcome(), encrypted))
                                : failure));
    }

    /**
     * Tries the way to a provider step by step: name, connection, certificate, discovery, login. Stops at the first
     * step that fails. Never fails itself; closes what it opened.
     */
    public static Future<List<CheckStep>> check(Vertx vertx, ScimOptions options, MeterRegistry registry, Clock clock) {
        return new ProviderCheck(vertx, options, clock).run(registry);
    }

    /** Tries the way to a provider as far as it goes without a login, which may be any. As {@link #check} for the rest. */
    public static Future<List<CheckStep>> reach(Vertx vertx, ScimOptions options, MeterRegistry registry, Clock clock) {
        return new ProviderCheck(vertx, options, clock).reach(registry);
    }

    private static void checkUrl(String key, URI url, boolean allowClearText) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        if ((!scheme.equals("https") && !scheme.equals("http")) || url.getHost() == null) {
            throw new IllegalArgumentException(key + " must be an absolute https:// URL, was " + url);
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(key + " must have no credentials, query or fragment");
        }
        if (scheme.equals("http") && !allowClearText && !isLoopback(url.getHost())) {
            throw new IllegalArgumentException(key + " is http://, which would send credentials and personal data to "
                    + url.getHost() + " in clear text; use https://, or set provider.allowClearText");
        }
    }

    /** By its text alone: a name that resolves to loopback today may not tomorrow. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]")
                || host.equals("[0:0:0:0:0:0:0:1]");
    }

    private static PemTrustOptions trust(Path file) {
        try {
            byte[] pem = Files.readAllBytes(file);
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                throw new IllegalArgumentException("provider.trust: " + file + " holds no certificate (PEM)");
            }
            return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("provider.trust: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Authorization authorization(
            Vertx vertx, ScimOptions options, HttpTransport transport, Clock clock, AnswerReader reader) {
        return switch (options.login()) {
            case BasicLogin basic ->
                new FixedAuthorization(
                        vertx, basic.password(), password -> Authorization.basic(basic.user(), password));
            case TokenLogin token -> new FixedAuthorization(vertx, token.token(), text -> "Bearer " + text);
            case OAuthLogin login -> new OAuthTokens(vertx, transport, login, options.requestTimeout(), clock, reader);
        };
    }

    private static Optional<Instant> tokenEnds(ScimOptions.ScimLogin login) {
        return login instanceof TokenLogin token
                ? JsonWebToken.end(token.token().reveal())
                : Optional.empty();
    }

    private static List<String> secrets(ScimOptions.ScimLogin login) {
        return switch (login) {
            case BasicLogin basic ->
                List.of(
                        basic.password().reveal(),
                        Authorization.basic(basic.user(), basic.password().reveal())
                                .substring("Basic ".length()));
            case TokenLogin token -> List.of(token.token().reveal());
            case OAuthLogin oauth -> List.of(oauth.clientSecret().reveal());
        };
    }
}
