package adsync.scim;

import static adsync.scim.SampleUsers.ENTERPRISE;
import static adsync.scim.SampleUsers.EXTENSION;
import static adsync.scim.SampleUsers.full;
import static adsync.scim.SampleUsers.plain;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimOperation.Edit;
import com.unboundid.scim2.common.types.UserResource;
import com.unboundid.scim2.common.utils.JsonUtils;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is in the body of a PUT, whatever the account held before. */
class ReplacementEncoderTest {

    private static final String ENTERPRISE_URN = ENTERPRISE.substring(0, ENTERPRISE.length() - 1);
    private static final String EXTENSION_URN = EXTENSION.substring(0, EXTENSION.length() - 1);
    private static final String FOREIGN_URN = "urn:example:params:scim:schemas:badge:2.0:User";

    private final JsonObject account = UserEncoder.encode(full("alice")).put("id", "42");

    private JsonObject encode(Map<String, Object> ours, Edit... edits) {
        return ReplacementEncoder.encode(account, "42", List.of(edits), ours);
    }

    private static Edit set(String path, @Nullable Object value) {
        return new Edit(path, value, value instanceof List);
    }

    @Test
    void it_is_what_was_there_with_the_edits_made() {
        JsonObject user = encode(Map.of(), set("title", "Clerk"), set("name.familyName", "Smith"));

        JsonObject expected = account.copy().put("title", "Clerk");
        expected.getJsonObject("name").put("familyName", "Smith");
        assertThat(user).isEqualTo(expected);
        assertThat(account.getString("title")).isEqualTo("Director");
    }

    @Test
    void what_others_put_there_stays() {
        account.put(FOREIGN_URN, new JsonObject().put("number", 7)).put("nickName", "Al");
        account.getJsonArray("schemas").add(FOREIGN_URN);

        JsonObject user = encode(Map.of(), set("title", null));

        assertThat(user.getJsonObject(FOREIGN_URN)).isEqualTo(new JsonObject().put("number", 7));
        assertThat(user.getJsonArray("schemas")).contains(FOREIGN_URN);
        assertThat(user.getString("nickName")).isEqualTo("Al");
        assertThat(user.containsKey("title")).isFalse();
    }

    @Test
    void what_only_the_provider_writes_and_a_password_are_left_out() {
        account.put("meta", new JsonObject().put("version", "W/1"))
                .put("Groups", new JsonArray().add(new JsonObject().put("value", "g")))
                .put("password", "$6$hash");

        JsonObject user = encode(Map.of(), set("title", "Clerk"));

        assertThat(user.fieldNames()).doesNotContain("meta", "Groups", "password");
    }

    @Test
    void what_is_ours_is_there_even_if_the_account_shows_nothing_or_something_older() {
        account.remove("active");
        account.put("title", "Assistant");
        account.remove(EXTENSION_URN);

        JsonObject user = encode(full("alice").values(), set("displayName", "Ana"));

        assertThat(user.getValue("active")).isEqualTo(true);
        assertThat(user.getString("title")).isEqualTo("Director");
        assertThat(user.getString("displayName")).isEqualTo("Ana");
        assertThat(user.getJsonObject(EXTENSION_URN).getJsonArray("aliases")).hasSize(2);
        assertThat(user.getJsonArray("schemas")).contains(EXTENSION_URN);
    }

    @Test
    void what_is_the_same_stays_as_the_provider_writes_it() {
        JsonObject manager =
                new JsonObject().put("value", "m1").put("$ref", "/Users/m1").put("displayName", "Max");
        account.getJsonObject(ENTERPRISE_URN).put("manager", manager);

        JsonObject user = encode(Map.of(ENTERPRISE + "manager", Map.of("value", "m1")), set("title", "Clerk"));

        assertThat(user.getJsonObject(ENTERPRISE_URN).getJsonObject("manager")).isEqualTo(manager);
    }

    @Test
    void another_manager_takes_nothing_over_from_the_one_before() {
        account.getJsonObject(ENTERPRISE_URN)
                .put("manager", new JsonObject().put("value", "m1").put("$ref", "/Users/m1"));

        JsonObject user = encode(Map.of(), set(ENTERPRISE + "manager", Map.of("value", "m2")));

        assertThat(user.getJsonObject(ENTERPRISE_URN).getJsonObject("manager"))
                .isEqualTo(new JsonObject().put("value", "m2"));
    }

    @Test
    void an_extension_of_which_nothing_is_left_goes_and_so_does_its_schema() {
        Edit[] edits = account.getJsonObject(EXTENSION_URN).fieldNames().stream()
                .map(name -> set(EXTENSION + name, null))
                .toArray(Edit[]::new);

        JsonObject user = encode(Map.of(), edits);

        assertThat(user.containsKey(EXTENSION_URN)).isFalse();
        assertThat(user.getJsonArray("schemas")).contains(ENTERPRISE_URN).doesNotContain(EXTENSION_URN);
    }

    @Test
    void names_are_the_same_in_any_letter_case() {
        account.remove("title");
        account.put("Title", "Director");

        JsonObject user = encode(Map.of(), set("title", "Clerk"));

        assertThat(user.getString("Title")).isEqualTo("Clerk");
        assertThat(user.containsKey("title")).isFalse();
    }

    @Test
    void what_is_empty_is_left_out() {
        account.putNull("nickName").put("photos", new JsonArray()).put("name", new JsonObject());

        JsonObject user = encode(Map.of(), set("emails", null));

        assertThat(user.fieldNames()).doesNotContain("nickName", "photos", "name", "emails");
    }

    @Test
    void another_library_reads_it() throws IOException {
        JsonObject user = encode(plain("alice").values(), set(ENTERPRISE + "manager", Map.of("value", "m1")));

        UserResource read =
                JsonUtils.getObjectReader().forType(UserResource.class).readValue(user.encode());

        assertThat(read.getId()).isEqualTo("42");
        assertThat(read.getExternalId()).isEqualTo(plain("alice").externalId());
        assertThat(read.getExtensionObjectNode()
                        .path(ENTERPRISE_URN)
                        .path("manager")
                        .path("value")
                        .asText())
                .isEqualTo("m1");
    }
}
