package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimClient;
import adsync.scim.ScimClients;
import adsync.scim.ScimOptions;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.secret.Secret;
import adsync.testing.SdkScimServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same at a real SCIM server, which enforces unique logins itself. */
class SuccessorAtServerTest extends ShipperFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SdkScimServer server;
    private ScimClient client;

    @BeforeEach
    void startServer() {
        server = SdkScimServer.start();
        client = ScimClients.open(
                vertx,
                new ScimOptions(
                        URI.create(server.url()),
                        new TokenLogin(Secret.of(server.token())),
                        Optional.empty(),
                        false,
                        PATIENCE,
                        PATIENCE),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    @AfterEach
    void stopServer() {
        client.close().await();
        server.close();
    }

    @Override
    ScimClient client() {
        return client;
    }

    private JsonObject account(long number) {
        List<JsonObject> found = server.probe().find("/Users", "externalId eq \"" + guid(number) + "\"");
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void a_successor_gets_the_login_and_one_who_comes_back_gets_it_when_it_is_free() {
        Provider provider = provider();
        hired(person(1, "ada", "department", "Sales"));
        ship(provider);
        gone(1);
        ship(provider);
        hired(person(2, "ada"));

        ship(provider);

        assertThat(account(2).getString("userName")).isEqualTo("ada@example.com");
        assertThat(account(1).getString("userName")).isEqualTo(guid(1) + ".gone@example.com");
        assertThat(account(1).getBoolean("active")).isFalse();
        changed(person(2, "adele"));
        ship(provider);
        changed(person(1, "ada", "department", "Sales"));
        ship(provider);
        assertThat(account(1).getString("userName")).isEqualTo("ada@example.com");
        assertThat(account(1).getBoolean("active")).isTrue();
        assertThat(account(1).encode()).contains("samAccountName", "Sales");
    }
}
