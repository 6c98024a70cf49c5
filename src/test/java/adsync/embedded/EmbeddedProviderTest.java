package adsync.embedded;

import static adsync.testing.ScimProbe.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.testing.ScimProbe;
import adsync.testing.ScimProbe.Answer;
import adsync.testing.SdkScimServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedProviderTest {

    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final SdkScimServer server = SdkScimServer.start(new EmbeddedProviderOptions(
            0, "carol", "pass:word", "token", 10, 100_000, 50, true, Clock.fixed(NOON, ZoneOffset.UTC)));
    private final ScimProbe probe = server.probe();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void it_lets_in_basic_and_bearer_and_nobody_else() {
        String pair = Base64.getEncoder().encodeToString("carol:pass:word".getBytes(StandardCharsets.UTF_8));

        assertThat(new ScimProbe(server.url(), "Basic " + pair).get("/Users").status())
                .isEqualTo(200);
        assertThat(new ScimProbe(server.url(), "Bearer token").get("/Users").status())
                .isEqualTo(200);
        assertThat(new ScimProbe(server.url(), "Bearer tokem").get("/Users").status())
                .isEqualTo(401);
        assertThat(new ScimProbe(server.url(), "").get("/Users").status()).isEqualTo(401);
    }

    @Test
    void a_user_can_be_created_read_changed_and_deleted() {
        Answer created = probe.post("/Users", user("alice"));
        String path = "/Users/" + created.json().getString("id");

        Answer patched = probe.patch(path, operation("replace", "title", "Director"));
        Answer read = probe.get(path);
        Answer deleted = probe.delete(path);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo(server.url() + path);
        assertThat(patched.status()).isEqualTo(200);
        assertThat(read.json().getString("title")).isEqualTo("Director");
        assertThat(read.json().getJsonObject("meta").getString("created")).startsWith("2026-06-01T12:00:00");
        assertThat(read.json().getJsonObject("meta").getString("location")).isEqualTo(server.url() + path);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(probe.get(path).status()).isEqualTo(404);
        assertThat(probe.delete(path).status()).isEqualTo(404);
    }

    @Test
    void a_name_can_be_taken_only_once_in_any_case() {
        probe.post("/Users", user("alice"));
        String bob = create(user("bob"));

        Answer posted = probe.post("/Users", user("ALICE"));
        Answer patched = probe.patch("/Users/" + bob, operation("replace", "userName", "Alice"));
        Answer put = probe.put("/Users/" + bob, user("aLice"));

        assertThat(List.of(posted, patched, put)).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().getString("scimType")).isEqualTo("uniqueness");
        });
        assertThat(probe.get("/Users/" + bob).json().getString("userName")).isEqualTo("bob");
    }

    @Test
    void a_name_given_up_is_free_again() {
        String alice = create(user("alice"));
        probe.patch("/Users/" + alice, operation("replace", "userName", "alicia"));

        assertThat(probe.post("/Users", user("Alice")).status()).isEqualTo(201);
        assertThat(probe.find("/Users", "userName eq \"alicia\"")).hasSize(1);
        probe.delete("/Users/" + alice);
        assertThat(probe.post("/Users", user("alicia")).status()).isEqualTo(201);
    }

    @Test
    void filters_find_by_index_and_by_scan() {
        String alice = create(user("alice").put("title", "Engineer"));
        create(user("bob").put("title", "Director"));
        create(user("carol").put("externalId", "guid-alice"));

        assertThat(ids("externalId eq \"guid-bob\"")).hasSize(1);
        assertThat(ids("externalId eq \"guid-alice\"")).hasSize(2).contains(alice);
        assertThat(ids("externalId eq \"GUID-ALICE\"")).isEmpty();
        assertThat(ids("userName eq \"ALICE\"")).containsExactly(alice);
        assertThat(ids("id eq \"" + alice + "\"")).containsExactly(alice);
        assertThat(ids("title eq \"engineer\"")).containsExactly(alice);
        assertThat(ids("title eq \"engineer\" and userName sw \"b\"")).isEmpty();
        assertThat(probe.get("/Users?filter=title%20like%20x").status()).isEqualTo(400);
    }

    @Test
    void an_external_id_follows_the_user_when_it_changes() {
        String alice = create(user("alice"));

        probe.patch("/Users/" + alice, operation("replace", "externalId", "guid-new"));

        assertThat(ids("externalId eq \"guid-new\"")).containsExactly(alice);
        assertThat(ids("externalId eq \"guid-alice\"")).isEmpty();
    }

    @Test
    void pages_hold_every_user_once_in_a_stable_order() {
        IntStream.range(0, 120).forEach(i -> create(user("user" + i)));

        JsonObject page = probe.get("/Users?startIndex=101&count=500").json();

        assertThat(server.users())
                .extracting(user -> user.getString("userName"))
                .hasSize(120)
                .doesNotHaveDuplicates();
        assertThat(page.getInteger("totalResults")).isEqualTo(120);
        assertThat(page.getJsonArray("Resources")).hasSize(20);
        assertThat(probe.get("/Users?startIndex=121").json().getInteger("itemsPerPage"))
                .isZero();
    }

    @Test
    void sorting_comes_before_paging() {
        List.of("carol", "alice", "bob").forEach(name -> create(user(name)));

        JsonArray page = probe.get("/Users?sortBy=userName&sortOrder=descending&count=1&startIndex=2")
                .json()
                .getJsonArray("Resources");

        assertThat(page.getJsonObject(0).getString("userName")).isEqualTo("bob");
    }

    @Test
    void every_extension_attribute_survives_and_the_sealed_password_is_never_shown() {
        JsonObject extension = everyExtensionAttribute();
        var wanted = user("alice").put(EXTENSION, extension.copy().put("encryptedPassword", "a.b.c"));
        wanted.getJsonArray("schemas").add(EXTENSION);

        Answer created = probe.post("/Users", wanted);
        Answer read = probe.get("/Users/" + created.json().getString("id"));

        assertThat(created.json().getJsonObject(EXTENSION)).isEqualTo(extension);
        assertThat(read.json().getJsonObject(EXTENSION)).isEqualTo(extension);
        assertThat(server.provider().users())
                .extracting(user -> user.getJsonObject(EXTENSION).getString("encryptedPassword"))
                .containsExactly("a.b.c");
    }

    @Test
    void extension_attributes_are_patched_by_path() {
        String path = "/Users/" + create(user("alice"));
        var services = new JsonArray().add("mailbox").add("sharepoint");

        Answer set = probe.patch(
                path,
                operation("replace", EXTENSION + ":services", services),
                operation("replace", EXTENSION + ":aliases", new JsonArray().add("a@x.test")),
                operation("replace", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "Sales"));
        JsonObject read = probe.get(path).json();
        Answer cleared = probe.patch(path, operation("replace", EXTENSION + ":services", new JsonArray()));

        assertThat(set.status()).isEqualTo(200);
        assertThat(read.getJsonObject(EXTENSION).getJsonArray("services")).isEqualTo(services);
        assertThat(read.getJsonObject("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"))
                .isEqualTo(new JsonObject().put("department", "Sales"));
        assertThat(cleared.status()).isEqualTo(200);
        assertThat(probe.get(path).text()).doesNotContain("mailbox");
    }

    @Test
    void bulk_answers_each_operation_and_one_failure_stops_no_other() {
        String bob = create(user("bob"));

        Answer answer = probe.post(
                "/Bulk",
                bulk(
                        bulkOperation("POST", "/Users", user("alice")).put("bulkId", "1"),
                        bulkOperation("POST", "/Users", user("BOB")).put("bulkId", "2"),
                        bulkOperation("DELETE", "/Users/" + bob, null)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonArray("Operations").stream()
                        .map(JsonObject.class::cast)
                        .map(done -> done.getValue("status").toString()))
                .containsExactly("201", "409", "204");
        assertThat(server.users())
                .extracting(user -> user.getString("userName"))
                .containsExactly("alice");
    }

    @Test
    void bulk_beyond_its_limit_or_switched_off_is_refused() {
        JsonObject[] eleven = IntStream.range(0, 11)
                .mapToObj(i -> bulkOperation("POST", "/Users", user("user" + i)).put("bulkId", "" + i))
                .toArray(JsonObject[]::new);

        assertThat(probe.post("/Bulk", bulk(eleven)).status()).isEqualTo(400);
        assertThat(server.users()).isEmpty();
        try (var without = SdkScimServer.withoutBulk()) {
            assertThat(without.probe().post("/Bulk", bulk(eleven)).status()).isEqualTo(501);
            JsonObject announced =
                    without.probe().get("/ServiceProviderConfig").json().getJsonObject("bulk");
            assertThat(announced.getBoolean("supported")).isFalse();
        }
    }

    @Test
    void a_version_changes_with_every_change() {
        Answer created = probe.post("/Users", user("alice"));
        String path = "/Users/" + created.json().getString("id");

        Answer patched = probe.patch(path, operation("replace", "title", "Director"));

        assertThat(patched.header("etag")).isNotEqualTo(created.header("etag")).isNotEmpty();
        assertThat(probe.get(path).header("etag")).isEqualTo(patched.header("etag"));
    }

    @Test
    void changes_to_one_user_at_the_same_time_are_all_kept() {
        String path = "/Users/" + create(user("alice"));

        CompletableFuture.allOf(IntStream.rangeClosed(1, 15)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> probe.patch(
                                path, operation("replace", EXTENSION + ":extensionAttribute" + i, "v" + i))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(probe.get(path).json().getJsonObject(EXTENSION)).hasSize(15);
    }

    @Test
    void groups_hold_members() {
        String alice = create(user("alice"));
        Answer group = probe.post("/Groups", group("Sales"));
        String path = "/Groups/" + group.json().getString("id");

        probe.patch(path, operation("add", "members", new JsonArray().add(new JsonObject().put("value", alice))));

        assertThat(server.groups())
                .singleElement()
                .satisfies(read -> assertThat(
                                read.getJsonArray("members").getJsonObject(0).getString("value"))
                        .isEqualTo(alice));
    }

    @Test
    void a_rate_limit_answers_429_until_it_is_lifted() {
        server.provider().limitRate(1);
        List<Answer> answers =
                IntStream.range(0, 5).mapToObj(i -> probe.get("/Users")).toList();
        server.provider().limitRate(0);

        assertThat(answers).anySatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("retry-after")).isEqualTo("1");
        });
        assertThat(probe.get("/Users").status()).isEqualTo(200);
    }

    @Test
    void latency_delays_answers_and_requests_are_counted_by_method() {
        server.provider().delay(Duration.ofMillis(200));

        long begin = System.nanoTime();
        probe.post("/Users", user("alice"));
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(server.provider().requests()).containsEntry("POST", 1L).hasSize(1);
    }

    @Test
    void a_taken_port_is_said_so() {
        int taken = Integer.parseInt(server.url().replaceAll(".*:(\\d+)/.*", "$1"));

        assertThatThrownBy(() ->
                        SdkScimServer.start(EmbeddedProviderOptions.defaults().withPort(taken)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port " + taken);
    }

    private String create(JsonObject resource) {
        Answer created = probe.post("/Users", resource);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().getString("id");
    }

    private List<String> ids(String filter) {
        return probe.find("/Users", filter).stream()
                .map(user -> user.getString("id"))
                .toList();
    }

    private static JsonObject user(String name) {
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", name)
                .put("externalId", "guid-" + name)
                .put("active", true);
    }

    private static JsonObject group(String name) {
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:Group"))
                .put("displayName", name);
    }

    private static JsonObject bulk(JsonObject... operations) {
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:BulkRequest"))
                .put("Operations", new JsonArray(List.of(operations)));
    }

    private static JsonObject bulkOperation(String method, String path, @Nullable JsonObject data) {
        var operation = new JsonObject().put("method", method).put("path", path);
        return data == null ? operation : operation.put("data", data);
    }

    private static JsonObject everyExtensionAttribute() {
        var extension = new JsonObject()
                .put("accountExpires", "2027-01-01T00:00:00Z")
                .put("passwordLastSet", "2026-01-01T00:00:00Z")
                .put("mustChangePassword", true)
                .put("hideFromAddressLists", false)
                .put("aliases", new JsonArray().add("a@x.test").add("b@x.test"))
                .put("legacyAddresses", new JsonArray().add("/o=Lab/cn=alice"))
                .put("services", new JsonArray().add("mailbox").add("sharepoint"));
        List.of("samAccountName", "objectSid", "distinguishedName", "initials", "sipAddress", "mailNickname")
                .forEach(name -> extension.put(name, "the " + name));
        List.of("targetAddress", "recipientType", "officeLocation", "description", "notes")
                .forEach(name -> extension.put(name, "the " + name));
        IntStream.rangeClosed(1, 15).forEach(i -> extension.put("extensionAttribute" + i, "value " + i));
        return extension;
    }
}
