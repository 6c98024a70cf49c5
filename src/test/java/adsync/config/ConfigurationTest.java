package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Image;
import adsync.directory.DirectoryOptions;
import adsync.directory.ImageFilter;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.mapping.Transform;
import adsync.scim.ScimOptions;
import adsync.scope.ScopeOptions;
import adsync.services.Service;
import adsync.services.Services;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    private static final Path EXAMPLE = Path.of("conf/adsync.yaml");

    private static final String EVERYTHING = """
            organization: contoso
            directory:
              domain: contoso.com
              roots: ["OU=Staff,DC=contoso,DC=com", "OU=Students,DC=contoso,DC=com"]
              user: svc-adsync@CONTOSO.COM
              keytab: svc.keytab
              kdc: dc1.contoso.com:88
              trust: ca.pem
              startTls: true
              allowClearText: false
              poll: 5m
            scope:
              exclude:
                - OU=Test,OU=Staff,DC=contoso,DC=com
              filter: "(employeeType=staff)"
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
            services:
              mailbox: {groups: ["CN=Mail,OU=Groups,DC=contoso,DC=com"], filter: "(mail=*)"}
              sharepoint:
                groups: ["CN=SharePoint,OU=Groups,DC=contoso,DC=com"]
            deprovision: {policy: disable-then-delete, after: 7d}
            guard: {window: 2h, grace: 0s, delete: {count: 1, percent: 2}, services: {count: 3}, rename: {count: off, percent: off}}
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
        assertThat(configuration.scope())
                .isEqualTo(new ScopeOptions(List.of("OU=Staff,DC=contoso,DC=com"), List.of(), Optional.empty()));
        assertThat(configuration.poll()).isEqualTo(Duration.ofSeconds(60));
        assertThat(configuration.batchSize()).isEqualTo(100);
        assertThat(configuration.linger()).isEqualTo(Duration.ofMillis(20));
        assertThat(configuration.concurrency()).isEqualTo(16);
        assertThat(configuration.adoption()).isEqualTo(Adoption.NEVER);
        assertThat(configuration.deprovisioning()).isEqualTo(Deprovisioning.DISABLE);
        assertThat(configuration.retention()).isEmpty();
        assertThat(configuration.services()).isEqualTo(Services.NONE);
        assertThat(configuration.guard().window()).isEqualTo(Duration.ofHours(1));
        assertThat(configuration.guard().grace()).isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.guard().limits())
                .hasSize(6)
                .doesNotContainKey(HazardKind.FIRST_LOAD)
                .containsValue(new GuardLimit(500, 10));
        assertThat(configuration.state()).isEqualTo(folder.resolve("var"));
        assertThat(configuration.listenHost()).isEqualTo("127.0.0.1");
        assertThat(configuration.listenPort()).isEqualTo(8480);
        assertThat(configuration.log()).isEqualTo(LogFormat.JSON);
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.mapping().fingerprint())
                .isEqualTo(Mapping.standard(MappingOptions.standard().withoutServices())
                        .fingerprint());
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
        assertThat(configuration.mapping().attributes()).doesNotContain("title");
        assertThat(configuration.state()).isEqualTo(Path.of("/var/lib/adsync"));
        assertThat(configuration.listenHost()).isEqualTo("::1");
        assertThat(configuration.log()).isEqualTo(LogFormat.CONSOLE);
        assertThat(configuration.warnings()).extracting(Problem::key).containsExactly("provider.url");
    }

    @Test
    void who_is_shipped_with_what_and_how_carefully_can_be_set() throws IOException {
        written().write("mapping.yaml", "title: off\n");
        Files.write(folder.resolve("svc.keytab"), new byte[] {5, 2, 0});
        Files.copy(Certificates.pem(folder), folder.resolve("ca.pem"));

        Configuration configuration = written().load(EVERYTHING);

        assertThat(configuration.scope())
                .isEqualTo(new ScopeOptions(
                        List.of("OU=Staff,DC=contoso,DC=com", "OU=Students,DC=contoso,DC=com"),
                        List.of("OU=Test,OU=Staff,DC=contoso,DC=com"),
                        Optional.of(ImageFilter.parse("(employeeType=staff)"))));
        assertThat(configuration.services())
                .isEqualTo(new Services(List.of(
                        new Service(
                                "mailbox",
                                List.of("CN=Mail,OU=Groups,DC=contoso,DC=com"),
                                Optional.of(ImageFilter.parse("(mail=*)"))),
                        new Service(
                                "sharepoint",
                                List.of("CN=SharePoint,OU=Groups,DC=contoso,DC=com"),
                                Optional.empty()))));
        assertThat(configuration.mapping().maps("entitlements")).isTrue();
        assertThat(configuration.deprovisioning()).isEqualTo(Deprovisioning.DISABLE_THEN_DELETE);
        assertThat(configuration.retention()).contains(Duration.ofDays(7));
        assertThat(configuration.guard())
                .isEqualTo(new GuardRules(
                        Map.of(
                                HazardKind.DELETE, new GuardLimit(1, 2),
                                HazardKind.DISABLE, new GuardLimit(500, 10),
                                HazardKind.LEAVE_SCOPE, new GuardLimit(500, 10),
                                HazardKind.SERVICE_REMOVAL, new GuardLimit(3, 10),
                                HazardKind.MEMBER_REMOVAL, new GuardLimit(500, 10),
                                HazardKind.RENAME, new GuardLimit(Optional.empty(), Optional.empty())),
                        Duration.ofHours(2),
                        Duration.ZERO));
    }

    @Test
    void what_filters_look_at_is_read_from_the_directory() {
        String text = "scope: {filter: \"(extensionAttribute9=x)\"}\n"
                + "services: {chat: {filter: \"(&(pager=*)(MAIL=*))\"}, intranet: {groups: [\"CN=I,DC=x\"]}}\n"
                + Written.SHORTEST;

        Configuration configuration = written().load(text);

        assertThat(configuration.directory().attributes())
                .contains("extensionAttribute9", "pager", "primaryGroupID")
                .containsAll(configuration.mapping().attributes())
                .doesNotContain(Image.SERVICES);
        assertThat(configuration.directory().groups()).isTrue();
        assertThat(written().load(Written.SHORTEST).directory().groups()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            disable                                    | DISABLE             |
            delete                                     | DELETE              |
            disable-then-delete                        | DISABLE_THEN_DELETE | PT720H
            {policy: delete}                           | DELETE              |
            {policy: disable-then-delete}              | DISABLE_THEN_DELETE | PT720H
            {policy: disable-then-delete, after: 12h}  | DISABLE_THEN_DELETE | PT12H
            """)
    void a_policy_is_a_word_or_a_section(String value, Deprovisioning policy, @Nullable Duration retention) {
        Configuration configuration = written().load("deprovision: " + value + "\n" + Written.SHORTEST);

        assertThat(configuration.deprovisioning()).isEqualTo(policy);
        assertThat(configuration.retention()).isEqualTo(Optional.ofNullable(retention));
    }

    @Test
    void rows_of_the_mapping_can_be_made_of_attributes() {
        written().write("mapping.yaml", """
                nickName: {lower: sAMAccountName}
                userName: {first: [mail, userPrincipalName]}
                displayName: {join: [sn, givenName], with: ", "}
                extension:initials: {join: [givenName, sn]}
                timezone: {constant: Europe/Berlin}
                extension:version: {constant: 7}
                extension:account: {local: mail}
                extension:domain: {domain: mail}
                extension:code: {upper: c}
                """);

        MappingOptions options = MappingFile.read(folder.resolve("mapping.yaml"), new Problems());

        assertThat(options.choices())
                .containsOnly(
                        entry("nickName", new Transform.Applied(Transform.Operation.LOWER, "sAMAccountName")),
                        entry("userName", new Transform.First(List.of("mail", "userPrincipalName"))),
                        entry("displayName", new Transform.Join(List.of("sn", "givenName"), ", ")),
                        entry("extension:initials", new Transform.Join(List.of("givenName", "sn"), " ")),
                        entry("timezone", new Transform.Constant("Europe/Berlin")),
                        entry("extension:version", new Transform.Constant("7")),
                        entry("extension:account", new Transform.Applied(Transform.Operation.LOCAL, "mail")),
                        entry("extension:domain", new Transform.Applied(Transform.Operation.DOMAIN, "mail")),
                        entry("extension:code", new Transform.Applied(Transform.Operation.UPPER, "c")));
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
        String mapping = Files.readString(Path.of("conf/mapping.yaml"))
                .replaceAll("(?m)^# (\\S+.*: (\\w+|\\{.*}) *(#.*)?)$", "$1");
        written().write("mapping.yaml", mapping);

        Configuration configuration = written().load(Written.SHORTEST + "mapping: mapping.yaml\n");

        assertThat(configuration.mapping().attributes())
                .contains("extensionAttribute7", "extensionAttribute8", "lockoutTime", "legacyExchangeDN")
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
