package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.scim.ScimGroups.Member;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Missing;
import adsync.secret.Secret;
import adsync.testing.ScimServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold of groups at every provider, run against unrelated real servers. */
abstract class GroupDialectSuite {

    private static final CorrelationId CORRELATION = new CorrelationId("c");
    private static final String KEY = "0d3465f9-1fc0-774b-8000-000000000001";

    private Vertx vertx;
    private ScimServer server;
    private ScimClient client;
    private ScimGroups groups;

    /** Starts a server. */
    abstract ScimServer start();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        server = start();
        var options = new ScimOptions(
                URI.create(server.url()),
                new TokenLogin(Secret.of(server.token())),
                Optional.empty(),
                false,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
        client = ScimClients.open(vertx, options, new SimpleMeterRegistry(), Clock.systemUTC());
        groups = client.groups();
    }

    @AfterEach
    void close() {
        client.close().await();
        server.close();
        vertx.close().await();
    }

    private String created() {
        ScimOutcome outcome =
                groups.create(CORRELATION, KEY, "Staff \"all\" & co").await();
        assertThat(outcome).isInstanceOf(Created.class);
        return ((Created) outcome).id();
    }

    private String user(String name) {
        ScimResource user = ScimResource.of(Map.of("userName", name, "externalId", name, "active", true));
        return ((Created) client.execute(new ScimOperation.Create(CORRELATION, user))
                        .await())
                .id();
    }

    private List<String> members(String group) {
        return server.probe().get("/Groups/" + group).json().getJsonArray("members", new JsonArray()).stream()
                .map(member -> ((JsonObject) member).getString("value"))
                .toList();
    }

    private static List<Member> users(String... ids) {
        return List.of(ids).stream().map(id -> new Member(id, false)).toList();
    }

    @Test
    void a_group_is_created_found_renamed_and_deleted() {
        String id = created();

        var found = new FoundGroup(id, Optional.of(KEY), "Staff \"all\" & co");
        assertThat(groups.findByExternalId(KEY).await()).containsExactly(found);
        assertThat(groups.findByExternalId("another").await()).isEmpty();
        assertThat(groups.read(id).await()).contains(found);
        assertThat(groups.rename(CORRELATION, id, "Everybody").await()).isInstanceOf(Applied.class);
        assertThat(groups.findByName("Everybody").await())
                .extracting(FoundGroup::id)
                .containsExactly(id);
        assertThat(groups.delete(CORRELATION, id).await()).isInstanceOf(Applied.class);
        assertThat(groups.findByExternalId(KEY).await()).isEmpty();
        assertThat(groups.read(id).await()).isEmpty();
        assertThat(groups.delete(CORRELATION, id).await()).isInstanceOf(Missing.class);
        assertThat(groups.rename(CORRELATION, id, "x").await()).isInstanceOf(Missing.class);
    }

    @Test
    void members_are_added_and_removed_one_by_one() {
        String id = created();
        String ada = user("ada");
        String bob = user("bob");
        String eve = user("eve");

        assertThat(groups.add(CORRELATION, id, users(ada, bob)).await()).isInstanceOf(Applied.class);
        assertThat(groups.add(CORRELATION, id, users(eve)).await()).isInstanceOf(Applied.class);
        assertThat(members(id)).containsExactlyInAnyOrder(ada, bob, eve);

        assertThat(groups.remove(CORRELATION, id, List.of(ada, eve)).await()).isInstanceOf(Applied.class);
        assertThat(members(id)).containsExactly(bob);
    }

    @Test
    void to_remove_who_is_not_there_does_no_harm_and_takes_nobody_down() {
        String id = created();
        String ada = user("ada");
        String bob = user("bob");
        groups.add(CORRELATION, id, users(ada)).await();

        assertThat(groups.remove(CORRELATION, id, List.of(bob, ada)).await()).isInstanceOf(Applied.class);
        assertThat(members(id)).isEmpty();
        assertThat(groups.remove(CORRELATION, id, List.of(ada)).await()).isInstanceOf(Applied.class);
    }

    @Test
    void a_group_can_be_a_member() {
        String outer = created();
        String inner = ((Created) groups.create(CORRELATION, "inner", "Inner").await()).id();

        assertThat(groups.add(CORRELATION, outer, List.of(new Member(inner, true)))
                        .await())
                .isInstanceOf(Applied.class);

        assertThat(members(outer)).containsExactly(inner);
    }
}
