package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaReferenceTest {

    private static final Path SCHEMA = Path.of("conf/adsync.schema.json");

    private final JsonObject schema = ConfigurationSchema.of(Keys.ALL);

    @Test
    void the_schema_says_what_the_code_says() throws IOException {
        String expected = schema.encodePrettily() + "\n";
        if ("write".equals(System.getProperty("adsync.docs"))) {
            Files.writeString(SCHEMA, expected);
        }
        assertThat(Files.readString(SCHEMA))
                .as("%s is written anew by: mvn test -Dadsync.docs=write", SCHEMA)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/adsync.yaml",
                "src/main/packaging/debian/adsync.yaml",
                "src/main/packaging/container/adsync.yaml"
            })
    void the_sample_configurations_are_valid(String file) throws IOException {
        OutputUnit result = validate(Files.readString(Path.of(file)));

        assertThat(result.getValid()).as("%s", result.toJson()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "organization: a",
                "organisation: a",
                "poll: 60",
                "deprovision: never",
                "reconcile: {every: 3}",
                "provider: {url: x, concurrency: 0}",
                "guard: {delete: {count: many}}",
                "guard: {delete: {percent: 101}}",
                "directory: {servers: ldaps://dc1}",
                "services: {mailbox: {}}"
            })
    void what_the_program_refuses_the_schema_refuses(String yaml) {
        assertThat(validate(yaml).getValid()).isFalse();
    }

    private OutputUnit validate(String yaml) {
        var options = new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("urn:adsync:");
        return Validator.create(JsonSchema.of(schema), options)
                .validate(ConfigurationSchema.plain(YamlFile.value(yaml)));
    }
}
