package adsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScimmyServerIT {

    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";

    @Test
    void it_keeps_users_with_our_extension_and_stops() {
        ScimmyServer server = ScimmyServer.start();
        JsonObject extension = new JsonObject()
                .put("samAccountName", "alice")
                .put("aliases", new JsonArray().add("a@x.test"))
                .put("services", new JsonArray().add("mailbox"));
        var wanted = user("alice").put(EXTENSION, extension.copy().put("encryptedPassword", "a.b.c"));
        wanted.getJsonArray("schemas").add(EXTENSION);

        int created = server.probe().post("/Users", wanted).status();
        int again = server.probe().post("/Users", user("ALICE")).status();

        assertThat(created).isEqualTo(201);
        assertThat(again).isEqualTo(409);
        assertThat(server.users())
                .singleElement()
                .satisfies(read -> assertThat(read.getJsonObject(EXTENSION)).isEqualTo(extension));
        assertThat(server.probe().find("/Users", "externalId eq \"guid-alice\""))
                .hasSize(1);
        assertThat(server.probe().find("/Users", "userName eq \"Alice\"")).hasSize(1);
        server.close();
        assertThat(server.alive()).isFalse();
    }

    @Test
    void it_pages_through_more_users_than_one_answer_holds() {
        try (var server = ScimmyServer.start()) {
            IntStream.range(0, 230).forEach(i -> server.probe().post("/Users", user("user" + i)));

            assertThat(server.users()).hasSize(230);
        }
    }

    @Test
    void it_takes_its_settings() {
        Map<String, String> settings = Map.of("BULK", "off", "RATE", "3", "MAXOPS", "7");
        try (var server = ScimmyServer.start(ScimmyServer.Login.BASIC, settings)) {
            JsonObject capabilities =
                    server.probe().get("/ServiceProviderConfig").json();

            assertThat(capabilities.getJsonObject("bulk").getBoolean("supported"))
                    .isFalse();
            assertThat(capabilities.getJsonObject("bulk").getInteger("maxOperations"))
                    .isEqualTo(7);
            assertThat(new ScimProbe(server.url(), "Bearer " + server.token())
                            .get("/Users")
                            .status())
                    .isEqualTo(401);
            assertThat(atOnce(30, () -> server.probe().get("/Users").status())).contains(429);
        }
    }

    /** What so many answer that are asked together, however slow the machine is. */
    private static List<Integer> atOnce(int many, Callable<Integer> question) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(many, question)).stream()
                    .map(Future::resultNow)
                    .toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject user(String name) {
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", name)
                .put("externalId", "guid-" + name)
                .put("active", true);
    }
}
