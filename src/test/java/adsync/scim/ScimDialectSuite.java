package adsync.scim;

import static adsync.scim.SampleUsers.ENTERPRISE;
import static adsync.scim.SampleUsers.EXTENSION;
import static adsync.scim.SampleUsers.correlation;
import static adsync.scim.SampleUsers.full;
import static adsync.scim.SampleUsers.guid;
import static adsync.scim.SampleUsers.plain;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOperation.Replace;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Conflict;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Missing;
import adsync.scim.ScimOutcome.Refused;
import adsync.secret.Secret;
import adsync.testing.ScimServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold at every provider, run against unrelated real servers. */
abstract class ScimDialectSuite {

    /** Bulk takes so many operations. */
    static final int MAX_OPERATIONS = 8;

    private Vertx vertx;
    private ScimServer server;
    private ScimClient client;

    /** Starts a server whose bulk takes {@link #MAX_OPERATIONS} operations. */
    abstract ScimServer start();

    /** Whether it has PATCH; without it users are replaced. */
    abstract boolean patches();

    private ScimOperation.Change change(String id, Edit... edits) {
        return patches()
                ? new Patch(correlation(), id, List.of(edits))
                : new Replace(correlation(), id, List.of(edits), Map.of());
    }

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        server = start();
        client = ScimClients.open(
                vertx,
                new ScimOptions(
                        URI.create(server.url()),
                        new TokenLogin(Secret.of(server.token())),
                        Optional.empty(),
                        false,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20)),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        client.close().await();
        server.close();
        vertx.close().await();
    }

    @Test
    void it_is_discovered() {
        ProviderFeatures features = client.discover().await();

        assertThat(features).isEqualTo(new ProviderFeatures(true, MAX_OPERATIONS, 4 << 20, patches()));
    }

    @Test
    void what_was_created_reads_back_with_equal_digests() {
        ScimResource desired = full("Ana.\"Nina\"@example.net");

        String id = create(desired);

        FoundUser found = client.read(id).await().orElseThrow();
        assertThat(found.digests()).containsAllEntriesOf(ScimDigest.of(desired));
        assertThat(found.externalId()).contains(desired.externalId());
        assertThat(client.findByExternalId(desired.externalId()).await()).containsExactly(found);
    }

    @Test
    void lookups_find_all_and_only_what_matches() {
        String id = create(plain("alice"));
        String twin =
                create(ScimResource.of(Map.of("userName", "alice2", "externalId", guid("alice"), "active", false)));

        assertThat(client.findByExternalId(guid("alice")).await())
                .extracting(FoundUser::id)
                .containsExactlyInAnyOrder(id, twin);
        assertThat(client.findByExternalId(guid("nobody")).await()).isEmpty();
        assertThat(client.findByUserName("ALICE").await())
                .extracting(FoundUser::id)
                .containsExactly(id);
        assertThat(client.findByUserName("müller & söhne+1%?").await()).isEmpty();
        assertThat(client.countUsers().await()).isEqualTo(2);
        assertThat(client.read("no-such-id").await()).isEmpty();
    }

    @Test
    void every_path_can_be_set_later() {
        ScimResource desired = full("alice");
        String id = create(plain("alice"));

        ScimOutcome outcome = patch(
                id,
                desired.values().entrySet().stream()
                        .map(value -> new Edit(value.getKey(), value.getValue(), value.getValue() instanceof List))
                        .toArray(Edit[]::new));

        assertThat(outcome).isInstanceOf(Applied.class);
        assertThat(digests(id)).containsAllEntriesOf(ScimDigest.of(desired));
    }

    @Test
    void every_path_can_be_replaced() {
        String id = create(full("alice"));
        var desired = new TreeMap<String, Object>(full("bob").values());
        desired.put("active", false);
        desired.put("title", "Clerk");
        desired.put("name.familyName", "Smith");
        desired.put("emails", List.of(Map.of("value", "bob@example.net", "type", "home")));
        desired.put(ENTERPRISE + "department", "Sales");
        desired.put(EXTENSION + "aliases", List.of("c@example.net"));
        desired.put(EXTENSION + "mustChangePassword", true);

        ScimOutcome outcome = patch(
                id,
                desired.entrySet().stream()
                        .map(value -> new Edit(value.getKey(), value.getValue(), value.getValue() instanceof List))
                        .toArray(Edit[]::new));

        assertThat(outcome).isInstanceOf(Applied.class);
        assertThat(digests(id)).containsExactlyInAnyOrderEntriesOf(ScimDigest.of(ScimResource.of(desired)));
    }

    @Test
    void every_path_can_be_cleared() {
        String id = create(full("alice"));

        ScimOutcome outcome = patch(id, clearing());

        assertThat(outcome).isInstanceOf(Applied.class);
        assertThat(digests(id)).containsExactlyInAnyOrderEntriesOf(ScimDigest.of(plain("alice")));
    }

    @Test
    void clearing_what_is_not_there_changes_nothing_and_loses_no_other_edit() {
        String id = create(plain("alice"));
        var edits = new ArrayList<Edit>(List.of(clearing()));
        edits.add(set("nickName", "Al"));
        edits.add(set("timezone", "Europe/Zurich"));
        edits.removeIf(edit -> edit.path().equals("timezone") && edit.value() == null);

        ScimOutcome outcome = patch(id, edits.toArray(Edit[]::new));
        ScimOutcome alone = patch(id, clear("title"));

        assertThat(outcome).isInstanceOf(Applied.class);
        assertThat(alone).isInstanceOf(Applied.class);
        assertThat(digests(id))
                .containsEntry("nickName", ScimDigest.of("nickName", "Al"))
                .containsEntry("timezone", ScimDigest.of("timezone", "Europe/Zurich"));
    }

    @Test
    void a_manager_can_be_set_changed_and_cleared() {
        String boss = create(plain("boss"));
        String chief = create(plain("chief"));
        String id = create(plain("alice"));
        String manager = ENTERPRISE + "manager";

        patch(id, set(manager, Map.of("value", boss)));
        assertThat(digests(id)).containsEntry(manager, ScimDigest.of(manager, Map.of("value", boss)));

        patch(id, set(manager, Map.of("value", chief)));
        assertThat(digests(id)).containsEntry(manager, ScimDigest.of(manager, Map.of("value", chief)));

        assertThat(patch(id, clear(manager))).isInstanceOf(Applied.class);
        assertThat(digests(id)).doesNotContainKey(manager);
    }

    @Test
    void a_user_can_be_deactivated_and_deleted() {
        String id = create(plain("alice"));

        assertThat(patch(id, set("active", false))).isInstanceOf(Applied.class);
        assertThat(digests(id)).containsEntry("active", ScimDigest.of("active", false));
        assertThat(execute(new Delete(correlation(), id))).isInstanceOf(Applied.class);
        assertThat(client.read(id).await()).isEmpty();
    }

    @Test
    void a_userName_that_is_taken_is_a_conflict() {
        create(plain("alice"));
        String bob = create(plain("bob"));

        assertThat(execute(new Create(correlation(), plain("Alice")))).isInstanceOf(Conflict.class);
        assertThat(patch(bob, set("userName", "ALICE"))).isInstanceOf(Conflict.class);
    }

    @Test
    void what_is_not_there_is_missing() {
        assertThat(patch("no-such-id", set("title", "Clerk"))).isInstanceOf(Missing.class);
        assertThat(execute(new Delete(correlation(), "no-such-id"))).isInstanceOf(Missing.class);
    }

    @Test
    void what_the_provider_does_not_take_is_refused() {
        String id = create(plain("alice"));

        assertThat(patch(id, set("active", "perhaps"))).isInstanceOf(Refused.class);
    }

    @Test
    void what_others_gave_an_account_survives_its_changes() {
        String id = create(plain("alice"));
        List<Map<String, String>> photos = List.of(Map.of("value", "https://example.net/a.png", "type", "photo"));
        patch(id, set("nickName", "Al"), set("photos", photos), set(EXTENSION + "initials", "AB"));

        assertThat(patch(id, set("title", "Clerk"), set("name.familyName", "Smith"), set(EXTENSION + "notes", "x")))
                .isInstanceOf(Applied.class);

        assertThat(digests(id))
                .containsEntry("nickName", ScimDigest.of("nickName", "Al"))
                .containsEntry("photos", ScimDigest.of("photos", photos))
                .containsEntry(EXTENSION + "initials", ScimDigest.of("", "AB"))
                .containsEntry("title", ScimDigest.of("title", "Clerk"));
    }

    @Test
    void a_bulk_request_does_what_it_can() {
        create(plain("alice"));
        String carol = create(plain("carol"));

        List<ScimOutcome> outcomes = bulk(
                new Create(correlation(), full("dora")),
                new Create(correlation(), plain("Alice")),
                new Delete(correlation(), carol),
                new Delete(correlation(), "no-such-id-either"));

        assertThat(outcomes)
                .extracting(Object::getClass)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(Created.class, Conflict.class, Applied.class, Missing.class);
        assertThat(digests(((Created) outcomes.getFirst()).id())).containsAllEntriesOf(ScimDigest.of(full("dora")));
        assertThat(client.read(carol).await()).isEmpty();
    }

    List<ScimOutcome> bulk(ScimOperation... operations) {
        BulkOutcome outcome = client.bulk(BulkRequest.of(List.of(operations))).await();
        return ((BulkOutcome.Answered) outcome).outcomes();
    }

    @Test
    void a_bulk_request_with_too_many_operations_does_nothing() {
        List<ScimOperation> operations = new ArrayList<>();
        for (int number = 0; number <= MAX_OPERATIONS; number++) {
            operations.add(new Create(correlation(), plain("user" + number)));
        }

        assertThat(client.bulk(BulkRequest.of(operations)).await()).isInstanceOf(BulkOutcome.TooLarge.class);
        assertThat(client.countUsers().await()).isZero();
    }

    private static Edit[] clearing() {
        return full("alice").values().entrySet().stream()
                .filter(value -> !List.of("userName", "externalId", "active").contains(value.getKey()))
                .map(value -> new Edit(value.getKey(), null, value.getValue() instanceof List))
                .toArray(Edit[]::new);
    }

    static Edit set(String path, @Nullable Object value) {
        return new Edit(path, value, value instanceof List);
    }

    static Edit clear(String path) {
        return new Edit(path, null, false);
    }

    String create(ScimResource resource) {
        ScimOutcome outcome = execute(new Create(correlation(), resource));
        assertThat(outcome).isInstanceOf(Created.class);
        return ((Created) outcome).id();
    }

    ScimOutcome patch(String id, Edit... edits) {
        return execute(change(id, edits));
    }

    private ScimOutcome execute(ScimOperation operation) {
        return client.execute(operation).await();
    }

    Map<String, String> digests(String id) {
        return client.read(id).await().orElseThrow().digests();
    }
}
