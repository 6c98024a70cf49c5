package adsync.scim;

import static adsync.scim.SampleUsers.ENTERPRISE;
import static adsync.scim.SampleUsers.EXTENSION;
import static adsync.scim.SampleUsers.correlation;
import static adsync.scim.SampleUsers.full;
import static adsync.scim.SampleUsers.plain;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.bulk.BulkOpType;
import com.unboundid.scim2.common.bulk.BulkOperation;
import com.unboundid.scim2.common.bulk.BulkRequest;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.types.UserResource;
import com.unboundid.scim2.common.utils.JsonUtils;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** All that is sent is read here by a SCIM library that has nothing to do with us. */
class EncodersTest {

    @Test
    void a_plain_user_has_nothing_but_what_it_has() {
        JsonObject user = UserEncoder.encode(plain("alice"));

        assertThat(user.getMap().keySet()).containsExactlyInAnyOrder("schemas", "userName", "externalId", "active");
        assertThat(user.getJsonArray("schemas")).containsExactly(ScimPath.CORE_USER);
        assertThat(user.getValue("active")).isEqualTo(true);
    }

    @Test
    void schemas_are_exactly_those_used() {
        JsonObject user = UserEncoder.encode(full("alice"));

        Set<Object> used = new HashSet<>(user.getMap().keySet());
        used.removeIf(name -> !name.toString().startsWith("urn:"));
        used.add(ScimPath.CORE_USER);
        assertThat(user.getJsonArray("schemas").stream().toList()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void a_user_is_read_by_another_library() throws IOException {
        UserResource user = JsonUtils.getObjectReader()
                .forType(UserResource.class)
                .readValue(UserEncoder.encode(full("alice")).encode());

        assertThat(user.getUserName()).isEqualTo("alice");
        assertThat(Objects.requireNonNull(user.getName()).getFamilyName()).isEqualTo("O'Neill");
        assertThat(user.getEmails()).hasSize(1);
        assertThat(user.getAddresses()).hasSize(1);
        assertThat(user.getExtensionObjectNode()
                        .path(EXTENSION.substring(0, EXTENSION.length() - 1))
                        .path("aliases"))
                .hasSize(2);
    }

    @Test
    void parts_of_a_complex_attribute_come_together() {
        var values = new TreeMap<String, Object>(plain("alice").values());
        values.put(ENTERPRISE + "manager.value", "m1");
        values.put(ScimPath.CORE_USER + ":title", "Director");

        JsonObject user = UserEncoder.encode(ScimResource.of(values));

        String enterprise = ENTERPRISE.substring(0, ENTERPRISE.length() - 1);
        assertThat(user.getJsonObject(enterprise)).isEqualTo(new JsonObject("{\"manager\":{\"value\":\"m1\"}}"));
        assertThat(user.getString("title")).isEqualTo("Director");
        assertThat(user.getJsonArray("schemas")).doesNotContain(ScimPath.CORE_USER + ":title");
    }

    @Test
    void a_patch_does_in_another_library_what_it_says() throws IOException, ScimException {
        JsonObject patch = PatchEncoder.encode(List.of(
                new Edit("title", null, false),
                new Edit("emails", List.of(Map.of("value", "n@example.net", "type", "work")), true),
                new Edit("phoneNumbers", null, true),
                new Edit("name.givenName", "Nina", false),
                new Edit(ScimPath.CORE_USER + ":userType", "Guest", false),
                new Edit(ENTERPRISE + "manager", Map.of("value", "m1"), false),
                new Edit(ENTERPRISE + "department", null, false),
                new Edit("active", false, false)));

        PatchRequest request =
                JsonUtils.getObjectReader().forType(PatchRequest.class).readValue(patch.encode());
        GenericScimResource user = new GenericScimResource((ObjectNode) JsonUtils.getObjectReader()
                .readTree(UserEncoder.encode(full("alice")).encode()));
        request.apply(user);

        var after = UserReader.read(
                        new JsonObject(user.getObjectNode().put("id", "1").toString()))
                .orElseThrow()
                .digests();
        assertThat(after)
                .doesNotContainKeys("title", "phoneNumbers", ENTERPRISE + "department")
                .containsEntry("active", ScimDigest.of("active", false))
                .containsEntry("name.givenName", ScimDigest.of("name.givenName", "Nina"))
                .containsEntry("userType", ScimDigest.of("userType", "Guest"))
                .containsEntry(ENTERPRISE + "manager", ScimDigest.of(ENTERPRISE + "manager", Map.of("value", "m1")));
    }

    @Test
    void a_patch_has_a_path_in_each_operation_and_removes_last() {
        JsonArray operations = PatchEncoder.encode(List.of(
                        new Edit("title", null, false),
                        new Edit("phoneNumbers", null, true),
                        new Edit("active", true, false)))
                .getJsonArray("Operations");

        assertThat(operations)
                .containsExactly(
                        new JsonObject("{\"op\":\"replace\",\"path\":\"phoneNumbers\",\"value\":[]}"),
                        new JsonObject("{\"op\":\"replace\",\"path\":\"active\",\"value\":true}"),
                        new JsonObject("{\"op\":\"remove\",\"path\":\"title\"}"));
    }

    @Test
    void a_bulk_request_is_read_by_another_library() throws IOException {
        List<ScimOperation> operations = List.of(
                new Create(correlation(), full("alice")),
                new Create(correlation(), plain("bob")),
                new Patch(correlation(), "a/b c+d", List.of(new Edit("title", null, false))),
                new Delete(correlation(), "d1"));

        BulkRequest request = JsonUtils.getObjectReader()
                .forType(BulkRequest.class)
                .readValue(adsync.scim.BulkRequest.of(operations).body().toString());

        assertThat(request.getOperations())
                .extracting(BulkOperation::getMethod)
                .containsExactly(BulkOpType.POST, BulkOpType.POST, BulkOpType.PATCH, BulkOpType.DELETE);
        assertThat(request.getOperations())
                .extracting(BulkOperation::getPath)
                .containsExactly("/Users", "/Users", "/Users/a%2Fb%20c%2Bd", "/Users/d1");
        assertThat(request.getOperations().get(0).getBulkId())
                .isNotBlank()
                .isNotEqualTo(request.getOperations().get(1).getBulkId());
        assertThat(request.getOperations())
                .extracting(BulkOperation::getBulkId)
                .element(2)
                .isNull();
        assertThat(adsync.scim.BulkRequest.of(operations).body().toString())
                .doesNotContain("failOnErrors")
                .doesNotContain("null");
    }

    @Test
    void a_bulk_request_never_becomes_longer_than_it_may() {
        Create operation = new Create(correlation(), full("alice 🙂 Łódź"));
        int one = adsync.scim.BulkRequest.of(List.of(operation)).octets();
        int each = adsync.scim.BulkRequest.of(List.of(operation, operation)).octets() - one;

        var tight = new adsync.scim.BulkRequest(one + each);

        assertThat(tight.add(operation)).isTrue();
        assertThat(tight.add(operation)).isTrue();
        assertThat(tight.add(operation)).isFalse();
        assertThat(tight.size()).isEqualTo(2);
        assertThat(tight.octets()).isEqualTo(one + each).isEqualTo(tight.body().length());
    }

    @Test
    void a_bulk_request_has_room_for_one_operation_however_long() {
        var none = new adsync.scim.BulkRequest(1);

        assertThat(none.add(new Delete(correlation(), "d1"))).isTrue();
        assertThat(none.add(new Delete(correlation(), "d2"))).isFalse();
    }
}
