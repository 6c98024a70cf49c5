package adsync.scim;

import static adsync.scim.SampleUsers.correlation;
import static adsync.scim.SampleUsers.plain;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOptions.ScimLogin;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.secret.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A client in front of a server that answers as no provider should. */
abstract class AgainstOddServer {

    static final Clock NOON = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    static final String CREATED = "{\"id\":\"42\"}";

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Create alice = new Create(correlation(), plain("alice"));
    final Patch patch = new Patch(
            correlation(), "42", List.of(new Edit("title", "Director", false), new Edit("nickName", null, false)));
    final Delete delete = new Delete(correlation(), "a/b ü");
    OddServer server = OddServer.start(vertx);
    ScimClient client = open(new TokenLogin(Secret.of("our-own-token")));

    @AfterEach
    void stop() {
        client.close().await();
        server.close();
        vertx.close().await();
    }

    ScimOutcome execute(ScimOperation operation) {
        return client.execute(operation).await();
    }

    ScimClient open(ScimLogin login) {
        return open(server.url(), login);
    }

    ScimClient open(String url, ScimLogin login) {
        return ScimClients.open(vertx, options(url, login), meters, NOON);
    }

    /** Long enough for a busy machine; what must run into it takes that long. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    static ScimOptions options(String url, ScimLogin login) {
        return new ScimOptions(URI.create(url), login, Optional.empty(), false, PATIENCE, PATIENCE);
    }

    /** A connection is free again a moment after its answer was handed out. */
    void returnedToThePool() {
        vertx.timer(300, TimeUnit.MILLISECONDS).await();
    }
}
