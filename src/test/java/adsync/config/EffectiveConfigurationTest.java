package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.config.Difference.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a changed key asks for. */
class EffectiveConfigurationTest {

    private static final String FILE = """
            organization: contoso
            directory:
              servers: ["ldaps://dc1.contoso.com"]
              root: OU=Staff,DC=contoso,DC=com
              user: svc-adsync@contoso.com
              password: Secret-1
            provider: {url: "https://scim.example.net/scim/v2", user: contoso-sync, password: Secret-2}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web: {enabled: false}                       | web.enabled          | RESTART",
                "web: {url: 'https://adsync.contoso.com'}    | web.url              | RESTART",
                "web: {allowClearText: true}                 | web.allowClearText   | RESTART",
                "listen: 127.0.0.1:8481                      | listen               | RESTART",
                "state: elsewhere                            | state                | RESTART",
                "scope: {exclude: ['OU=Test,OU=Staff,DC=contoso,DC=com']} | scope.exclude | SHIPPING",
                "deprovision: delete                         | deprovision          | SHIPPING",
                "guard: {grace: 2s}                          | guard.grace          | WORKING",
                "log: console                                | log                  | WORKING"
            })
    void a_changed_key_takes_effect_as_it_can(String line, String key, Effect effect) throws IOException {
        EffectiveConfiguration before = load("before.yaml", FILE);

        EffectiveConfiguration after = load("after.yaml", FILE + line + "\n");

        assertThat(before.differences(after))
                .extracting(Difference::key, Difference::effect)
                .containsExactly(tuple(key, effect));
    }

    private EffectiveConfiguration load(String name, String text) throws IOException {
        return EffectiveConfiguration.load(Files.writeString(folder.resolve(name), text), Map.of());
    }
}
