package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import adsync.directory.DirectoryOptions;
import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scim.ScimOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    private static final Path EXAMPLE = Path.of("conf/adsync.yaml");

    private static final String EVERYTHING = """
            organization: contoso
            directory:
              domain: contoso.com
              root: DC=contoso,DC=com
              user: svc-adsync@CONTOSO.COM
              keytab: svc.keytab
              kdc: dc1.contoso.com:88
              trust: ca.pem
              startTls: true
              allowClearText: false
              poll: 5m
            provider:
              url: http://scim.example.net/{organization}/v2/
              allowClearText: true
              oauth: {tokenUrl: "https://login.example.net/token/", clientId: me, clientSecret: "${env:ADSYNC_PROVIDER_PASSWORD}", scope: scim}
              trust: ca.pem
              adopt: unmanaged
              batch: {size: 50, linger: 100ms}
              concurrency: 4
              timeout: 10s
            mapping: mapping.yaml
            deprovision: delete
            state: /var/lib/adsync
            listen: "[::1]:0"
            log: console
            """;

    @TempDir
    private Path folder;

    @Test
    void the_shortest_file_gets_all_defaults() {
        Configuration configuration = written().load(Written.SHORTEST);

        assertThat(configuration.organization()).isEqualTo("contoso");
        assertThat(configuration.root()).isEqualTo("OU=Staff,DC=contoso,DC=com");
        assertThat(configuration.poll()).isEqualTo(Duration.ofSeconds(60));
        assertThat(configuration.batchSize()).isEqualTo(100);
        assertThat(configuration.linger()).isEqualTo(Duration.ofMillis(20));
        assertThat(configuration.concurrency()).isEqualTo(16);
        assertThat(configuration.adoption()).isEqualTo(Adoption.NEVER);
        assertThat(configuration.deprovisioning()).isEqualTo(Deprovisioning.DISABLE);
        assertThat(configuration.state()).isEqualTo(folder.resolve("var"));
        assertThat(configuration.listenHost()).isEqualTo("127.0.0.1");
        assertThat(configuration.listenPort()).isEqualTo(8480);
        assertThat(configuration.log()).isEqualTo(LogFormat.JSON);
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.mapping().fingerprint())
                .isEqualTo(Mapping.standard(MappingOptions.standard()).fingerprint());
    }

    @Test
    void the_options_of_directory_and_provider_are_filled() {
        Configuration configuration = written().load(Written.SHORTEST);

        DirectoryOptions directory = configuration.directory();
        assertThat(directory.servers()).containsExactly(URI.create("ldaps://dc1.contoso.com"));
        assertThat(directory.domain()).isEmpty();
        assertThat(directory.startTls()).isFalse();
        assertThat(directory.allowClearText()).isFalse();
        assertThat(directory.attributes()).isEqualTo(configuration.mapping().attributes());
        assertThat(directory.login()).isInstanceOfSatisfying(DirectoryOptions.SimpleLogin.class, login -> {
            assertThat(login.user()).isEqualTo("svc-adsync@contoso.com");
            assertThat(login.password().reveal()).isEqualTo("hunter2");
        });
        ScimOptions provider = configuration.provider();
        assertThat(provider.url()).isEqualTo(URI.create("https://scim.example.net/scim/v2"));
        assertThat(provider.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(provider.bulkTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(provider.login())
                .isInstanceOfSatisfying(
                        ScimOptions.BasicLogin.class,
                        login -> assertThat(login.password().reveal()).isEqualTo("hunter3"));
        assertThat(configuration.toString()).doesNotContain("hunter");
    }

    @Test
    void every_key_can_be_set() throws IOException {
        written().write("mapping.yaml", "title: off\n");
        Files.write(folder.resolve("svc.keytab"), new byte[] {5, 2, 0});
        Files.copy(Certificates.pem(folder), folder.resolve("ca.pem"));

        Configuration configuration = written().load(EVERYTHING);

        assertThat(configuration.directory().domain()).contains("contoso.com");
        assertThat(configuration.directory().login())
                .isEqualTo(new DirectoryOptions.KerberosLogin(
                        "svc-adsync@CONTOSO.COM", folder.resolve("svc.keytab"), Optional.of("dc1.contoso.com:88")));
        assertThat(configuration.directory().trust()).contains(folder.resolve("ca.pem"));
        assertThat(configuration.directory().startTls()).isTrue();
        assertThat(configuration.poll()).isEqualTo(Duration.ofMinutes(5));
        assertThat(configuration.provider().url()).isEqualTo(URI.create("http://scim.example.net/contoso/v2"));
        assertThat(configuration.provider().login()).isInstanceOfSatisfying(ScimOptions.OAuthLogin.class, login -> {
            assertThat(login.tokenUrl()).isEqualTo(URI.create("https://login.example.net/token"));
            assertThat(login.clientSecret().reveal()).isEqualTo("hunter3");
            assertThat(login.scope()).contains("scim");
        });
        assertThat(configuration.adoption()).isEqualTo(Adoption.UNMANAGED);
        assertThat(configuration.batchSize()).isEqualTo(50);
        assertThat(configuration.deprovisioning()).isEqualTo(Deprovisioning.DELETE);
        assertThat(configuration.mapping().attributes()).doesNotContain("title");
        assertThat(configuration.state()).isEqualTo(Path.of("/var/lib/adsync"));
        assertThat(configuration.listenHost()).isEqualTo("::1");
        assertThat(configuration.log()).isEqualTo(LogFormat.CONSOLE);
        assertThat(configuration.warnings()).extracting(Problem::key).containsExactly("provider.url");
    }

    @Test
    void the_example_loads_and_names_every_key() throws IOException {
        Configuration configuration = Configuration.load(EXAMPLE, Written.ENVIRONMENT);
        String text = Files.readString(EXAMPLE);

        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.state()).isEqualTo(Path.of("var").toAbsolutePath());
        assertThat(Keys.ALL).allMatch(key -> text.matches("(?s).*[\\s{]" + key.name() + ": .*"), "is in the example");
    }

    @Test
    void the_example_says_what_it_needs_from_the_environment() {
        assertThatThrownBy(() -> Configuration.load(EXAMPLE, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ADSYNC_DIRECTORY_PASSWORD, which is not set; set it for this process")
                .hasMessageContaining("ADSYNC_PROVIDER_PASSWORD, which is not set; set it for this process");
    }

    @Test
    void the_commented_lines_of_the_example_mapping_are_right_too() throws IOException {
        String mapping =
                Files.readString(Path.of("conf/mapping.yaml")).replaceAll("(?m)^# (\\S+.*: \\w+ *(#.*)?)$", "$1");
        written().write("mapping.yaml", mapping);

        Configuration configuration = written().load(Written.SHORTEST + "mapping: mapping.yaml\n");

        assertThat(configuration.mapping().attributes())
                .contains("extensionAttribute7", "lockoutTime", "legacyExchangeDN")
                .doesNotContain("homePhone");
    }

    @Test
    void relative_paths_start_above_a_folder_called_conf_and_else_beside_the_file() {
        assertThat(Configuration.folder(Path.of("/opt/adsync/conf/adsync.yaml")))
                .isEqualTo(Path.of("/opt/adsync"));
        assertThat(Configuration.folder(Path.of("/etc/adsync/adsync.yaml"))).isEqualTo(Path.of("/etc/adsync"));
        assertThat(Configuration.folder(Path.of("adsync.yaml")))
                .isEqualTo(Path.of("").toAbsolutePath());
        assertThat(Configuration.folder(Path.of("/adsync.yaml"))).isEqualTo(Path.of("/"));
    }

    @Test
    void a_password_in_the_file_and_clear_text_are_warned_about() {
        String text = written()
                .with("${env:ADSYNC_DIRECTORY_PASSWORD}", "hunter2")
                .replace("ldaps://dc1.contoso.com]", "ldap://dc1.contoso.com]\n  allowClearText: true");

        List<Problem> warnings = written().load(text).warnings();

        assertThat(warnings)
                .extracting(Problem::line, Problem::key)
                .containsExactly(tuple(4, "directory.allowClearText"), tuple(7, "directory.password"));
        assertThat(warnings.toString()).doesNotContain("hunter2");
    }

    @Test
    void clear_text_to_controllers_that_dns_names_is_warned_about_as_well() {
        String text =
                written().with("servers: [ldaps://dc1.contoso.com]", "domain: contoso.com\n  allowClearText: true");

        assertThat(written().load(text).warnings())
                .extracting(Problem::key)
                .containsExactly("directory.allowClearText");
    }

    @Test
    void clear_text_stays_on_this_machine_without_a_word() {
        String text = written().with("https://scim.example.net", "http://127.0.0.1:8080");

        assertThat(written().load(text).warnings()).isEmpty();
    }

    @Test
    void no_damage_to_the_example_is_worse_than_a_configuration_exception() throws IOException {
        Random random = new Random(20261125);
        byte[] example = Files.readAllBytes(EXAMPLE);
        int refused = 0;
        for (int round = 0; round < 1_000; round++) {
            byte[] damaged = damaged(example, random);
            Files.write(folder.resolve("adsync.yaml"), damaged);
            try {
                Configuration.load(folder.resolve("adsync.yaml"), Written.ENVIRONMENT);
            } catch (ConfigurationException e) {
                refused++;
                assertThat(e.problems()).isNotEmpty();
                assertThat(e.getMessage()).doesNotContain("hunter");
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    private static byte[] damaged(byte[] example, Random random) {
        byte[] copy = example.clone();
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            int place = random.nextInt(copy.length);
            byte[] signs = "{}[]:,&*!|>'\"%@`#-? \n\t\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
            copy[place] = random.nextBoolean() ? (byte) random.nextInt(256) : signs[random.nextInt(signs.length)];
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length)) : copy;
    }

    private Written written() {
        return new Written(folder);
    }
}
