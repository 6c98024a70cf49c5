package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.journal.GroupChange.Delta;
import adsync.journal.GroupChange.Known;
import adsync.journal.GroupRow;
import adsync.journal.GroupSettlement;
import adsync.scim.ScimClient;
import adsync.scim.ScimClients;
import adsync.scim.ScimOptions;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.secret.Secret;
import adsync.testing.SdkScimServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real server with one group of ours. */
abstract class GroupFixture extends ShipperFixture {

    static final ObjectGuid STAFF = guid(500);

    SdkScimServer server;
    ScimClient client;

    @BeforeEach
    void startServer() {
        server = SdkScimServer.start();
        client = client(server.url());
        journal.shipGroups(true).await();
    }

    final ScimClient client(String url) {
        var options = new ScimOptions(
                URI.create(url),
                new TokenLogin(Secret.of(server.token())),
                Optional.empty(),
                false,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        return ScimClients.open(vertx, options, new SimpleMeterRegistry(), Clock.systemUTC());
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

    static Known staff() {
        return staff("Staff");
    }

    static Known staff(String name) {
        return new Known(
                new Group(STAFF, guid(1), "CN=" + name, "CN=" + name + ",DC=example,DC=com", 1, 0), Optional.of(true));
    }

    static Delta added(long... members) {
        return new Delta(
                STAFF, LongStream.of(members).mapToObj(guid -> guid(guid)).toList(), List.of());
    }

    List<GroupSettlement> shipGroups(Provider provider) {
        assertReady(provider);
        var delivery = new GroupDelivery(provider, journal, options(), new Verdict(clock, new Random(1)), clock);
        List<GroupSettlement> all = new ArrayList<>();
        List<GroupRow> rows = journal.claimGroups(ALL, clock.instant(), 10).await();
        while (!rows.isEmpty()) {
            List<GroupSettlement> settlements =
                    rows.stream().map(delivery::deliver).toList();
            journal.settleGroups(settlements).await();
            all.addAll(settlements);
            rows = journal.claimGroups(ALL, clock.instant(), 10).await();
        }
        return all;
    }

    List<String> members() {
        List<JsonObject> groups = server.groups();
        assertThat(groups).hasSize(1);
        return groups.getFirst().getJsonArray("members", new JsonArray()).stream()
                .map(member -> ((JsonObject) member).getString("value"))
                .toList();
    }
}
