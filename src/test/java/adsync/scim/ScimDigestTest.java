package adsync.scim;

import static adsync.scim.SampleUsers.ENTERPRISE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScimDigestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userName | \"Alice\" | \"aLICE\"",
                "active | true | \"True\"",
                "x | 5 | \"5\"",
                "emails | [{\"value\":\"a\",\"type\":\"work\"},{\"value\":\"b\"}] | [{\"value\":\"b\"},{\"type\":\"work\",\"value\":\"a\"}]",
                "emails | [{\"value\":\"a\"}] | [{\"value\":\"a\",\"primary\":false,\"type\":null,\"display\":\"A\",\"$ref\":\"u\"}]",
                "aliases | [\"b\",\"a\"] | [\"a\",\"b\"]",
                "addresses | [{\"locality\":\"Zug\"}] | [{\"locality\":\"Zug\",\"region\":\"\"},{}]",
                "expires | \"2027-01-31T12:00:00Z\" | \"2027-01-31T13:00:00.000+01:00\"",
                "urn:x:User:manager | {\"value\":\"m\"} | {\"value\":\"m\",\"$ref\":\"r\",\"displayName\":\"M\"}"
            })
    void equal_values_have_equal_digests(String path, String ours, String theirs) {
        assertThat(ScimDigest.of(path, decode(theirs))).isEqualTo(ScimDigest.of(path, decode(ours)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title | \"Clerk\" | \"clerk\"",
                "active | true | false",
                "externalId | \"A\" | \"a\"",
                "emails | [{\"value\":\"a\"}] | [{\"value\":\"a\",\"primary\":true}]",
                "emails | [{\"value\":\"a\"}] | [{\"value\":\"a\"},{\"value\":\"b\"}]",
                "emails | [{\"value\":\"a\",\"type\":\"work\"}] | [{\"value\":\"a\",\"type\":\"home\"}]",
                "aliases | [\"a\",\"b\"] | [\"a\\\", \\\"b\"]",
                "expires | \"2027-01-31T12:00:00Z\" | \"2027-01-31T12:00:01Z\"",
                "expires | \"2027-99-31T12:00:00Z\" | \"2027-98-31T12:00:00Z\""
            })
    void other_values_have_other_digests(String path, String ours, String theirs) {
        assertThat(ScimDigest.of(path, decode(theirs))).isNotEqualTo(ScimDigest.of(path, decode(ours)));
    }

    @Test
    void java_values_and_decoded_ones_are_the_same() {
        var ours = List.of(Map.of("value", "a", "primary", true));

        assertThat(ScimDigest.of("emails", new JsonArray("[{\"primary\":true,\"value\":\"a\"}]")))
                .isEqualTo(ScimDigest.of("emails", ours))
                .matches("[0-9a-f]{16}");
    }

    @Test
    void a_user_is_read_into_the_paths_that_are_sent() {
        FoundUser user = UserReader.read(new JsonObject("""
                        {"schemas":["x"],"id":"1","meta":{"created":"x"},"groups":[{"value":"g"}],
                         "userName":"Alice","externalId":"e","nickName":"","emails":[],"title":null,"active":true,
                         "name":{"givenName":"A","familyName":null},
                         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                           {"department":"D","manager":{"value":"m","displayName":"M"}}}""")).orElseThrow();

        assertThat(user.id()).isEqualTo("1");
        assertThat(user.userName()).isEqualTo("Alice");
        assertThat(user.externalId()).contains("e");
        assertThat(user.digests())
                .containsOnlyKeys(
                        "userName",
                        "externalId",
                        "active",
                        "name.givenName",
                        ENTERPRISE + "department",
                        ENTERPRISE + "manager");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":\"1\"}", "{\"userName\":\"a\"}", "{\"id\":\"\",\"userName\":\"a\"}"})
    void what_has_no_id_or_name_is_no_user(String json) {
        assertThat(UserReader.read(new JsonObject(json))).isEmpty();
    }

    private static Object decode(String json) {
        return new JsonArray('[' + json + ']').getValue(0);
    }
}
