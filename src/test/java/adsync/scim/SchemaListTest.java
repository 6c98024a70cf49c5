package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class SchemaListTest {

    private static final String OURS = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";

    private static JsonObject list(String... urns) {
        JsonArray resources = new JsonArray();
        for (String urn : urns) {
            resources.add(new JsonObject().put("id", urn));
        }
        return new JsonObject().put("totalResults", urns.length).put("Resources", resources);
    }

    @Test
    void a_whole_list_gives_its_urns() {
        assertThat(SchemaList.read(list(ScimPath.CORE_USER, OURS))).containsExactlyInAnyOrder(ScimPath.CORE_USER, OURS);
    }

    @Test
    void a_list_that_is_cut_says_nothing() {
        assertThat(SchemaList.read(list(ScimPath.CORE_USER).put("totalResults", 2)))
                .isEmpty();
    }

    @Test
    void a_list_without_users_says_nothing() {
        assertThat(SchemaList.read(list(OURS))).isEmpty();
        assertThat(SchemaList.read(new JsonObject())).isEmpty();
    }
}
