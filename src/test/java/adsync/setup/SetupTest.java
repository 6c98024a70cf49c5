package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.config.Configuration;
import adsync.config.ConfigurationException;
import adsync.config.KeyChange;
import adsync.directory.DirectoryTree.Branch;
import adsync.directory.DirectoryTree.FoundGroup;
import adsync.directory.PresentedCertificate;
import adsync.observe.CheckStep;
import adsync.secret.Secret;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {

    private static final SetupFixture LAB = new SetupFixture();

    @TempDir
    Path folder;

    private Path file;
    private Setup setup;

    @BeforeAll
    static void staff() {
        LAB.directory().seedPeople(30);
    }

    @AfterAll
    static void end() {
        LAB.close();
    }

    @BeforeEach
    void begin() {
        file = folder.resolve("conf").resolve("adsync.yaml");
        setup = SetupFixture.begin(file);
    }

    @Test
    void state_and_mapping_of_a_new_configuration_are_where_the_package_has_them() throws IOException {
        Path state = folder.resolve("lib");
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), "");
        Map<String, String> environment =
                Map.of("ADSYNC_STATE", state.toString(), "ADSYNC_MAPPING", mapping.toString());
        setup = SetupFixture.begin(file, environment);
        LAB.answerAll(setup);

        setup.save();

        assertThat(Configuration.load(file, Map.of()).state()).isEqualTo(state);
        assertThat(file).content().contains("mapping: " + mapping);
        assertThat(setup.changes()).isEmpty();

        Setup again = SetupFixture.begin(file, Map.of("ADSYNC_STATE", "/elsewhere"));
        assertThat(again.changes()).isEmpty();
    }

    @Test
    void a_new_configuration_listens_where_the_package_has_it_reached() {
        setup = SetupFixture.begin(file, Map.of("ADSYNC_LISTEN", "0.0.0.0:8480"));
        LAB.answerAll(setup);

        setup.save();

        Configuration saved = Configuration.load(file, Map.of());
        assertThat(saved.listenHost()).isEqualTo("0.0.0.0");
        assertThat(saved.web().allowClearText()).isTrue();

        setup = SetupFixture.begin(folder.resolve("other.yaml"), Map.of("ADSYNC_LISTEN", "127.0.0.1:9000"));
        assertThat(setup.text("listen")).hasValue("127.0.0.1:9000");
        assertThat(setup.has("web.allowClearText")).isFalse();
    }

    @Test
    void a_mapping_that_the_administrator_took_away_is_not_named() {
        setup = SetupFixture.begin(
                file, Map.of("ADSYNC_MAPPING", folder.resolve("gone.yaml").toString()));

        assertThat(setup.has("mapping")).isFalse();
    }

    @Test
    void what_is_answered_is_tried_step_by_step() {
        LAB.answerDirectory(setup);

        assertThat(setup.tryServers().failures()).isEmpty();
        assertThat(setup.tryDirectory().failures()).isEmpty();
        assertThat(setup.tryDirectory().steps())
                .extracting(step -> step.name())
                .contains("directory: login", "directory: replication right", "directory: deleted objects");
        LAB.answerProvider(setup);
        assertThat(setup.tryProvider().failures()).isEmpty();
        assertThat(setup.validate().failures()).extracting(Tried.Failure::key).containsExactly("directory.root");
        setup.set("directory.root", "OU=Staff," + LAB.directory().baseDn());
        assertThat(setup.tryAll().failures()).isEmpty();
    }

    @Test
    void what_is_wrong_is_told_at_the_answer_with_its_cause() {
        LAB.answerAll(setup);

        setup.secret("directory.password", Secret.of("wrong"));
        failed(setup.tryDirectory(), "directory.password", "the password is wrong");
        setup.remove("directory.trust");
        failed(setup.tryServers(), "directory.trust", "not issued by a certificate authority that we trust");
        setup.set("directory.servers", List.of("ldaps://127.0.0.1:1"));
        failed(setup.tryServers(), "directory.servers", "refused");
        setup.set("directory.servers", List.of("dc1"));
        failed(setup.tryServers(), "directory.servers", "no scheme");
        LAB.answerDirectory(setup);
        setup.set("directory.root", "OU=Nowhere," + LAB.directory().baseDn());
        failed(setup.trySelection(), "directory.root", "does not exist");
        setup.set("provider.url", LAB.provider().url().replaceFirst(":\\d+/", ":1/"));
        failed(setup.tryProvider(), "provider.url", "no connection");
        failed(setup.tryAddress(), "provider.url", "no connection");
        LAB.answerProvider(setup);
        setup.secret("provider.password", Secret.of("wrong"));
        failed(setup.tryProvider(), "provider.password", "401");
        setup.remove("provider.user", "provider.password");
        setup.secret("provider.token", Secret.of("wrong"));
        failed(setup.tryProvider(), "provider.token", "401");
        setup.certificates("directory.trust", "no certificate");
        failed(setup.tryServers(), "directory.trust", "PEM");
    }

    @Test
    void a_root_without_users_is_no_failure_and_is_told() {
        LAB.answerAll(setup);
        setup.set("directory.root", "CN=Computers," + LAB.directory().baseDn());

        Tried tried = setup.trySelection();

        assertThat(tried.failures()).isEmpty();
        assertThat(tried.steps())
                .filteredOn(CheckStep::warns)
                .singleElement()
                .satisfies(step -> assertThat(step.advice())
                        .contains("no users at or below directory.root CN=Computers", "to mend it: "));
        LAB.answerAll(setup);
        assertThat(setup.trySelection().steps()).noneMatch(CheckStep::warns);
    }

    @Test
    void the_address_of_the_provider_is_tried_before_anybody_is_named_who_logs_in() {
        setup.set("provider.url", LAB.provider().url());

        assertThat(setup.tryAddress().failures()).isEmpty();
        assertThat(setup.tryAddress().steps())
                .extracting(step -> step.name())
                .contains("provider: connection", "provider: users");
        setup.set("organization", "con toso!");
        assertThat(setup.tryAddress().failures()).isEmpty();
        setup.set("provider.url", "ftp://x");
        failed(setup.tryAddress(), "provider.url", "another scheme");
        setup.set("provider.url", "https://nohost.invalid/scim");
        failed(setup.tryAddress(), "provider.url", "cannot be resolved");
    }

    @Test
    void a_server_without_users_at_its_address_is_no_wrong_login() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        try {
            LAB.answerProvider(setup);
            setup.set("provider.url", "http://127.0.0.1:" + other.getAddress().getPort() + "/scim");

            failed(setup.tryProvider(), "provider.url", "404");
            failed(setup.tryAddress(), "provider.url", "404");
        } finally {
            other.stop(0);
        }
    }

    private static void failed(Tried tried, String key, String cause) {
        assertThat(tried.passed()).isFalse();
        assertThat(tried.failures()).as(tried.toString()).anySatisfy(failure -> {
            assertThat(failure.key()).isEqualTo(key);
            assertThat(failure.cause()).contains(cause);
        });
    }

    @Test
    void the_certificate_that_the_directory_shows_can_be_trusted_once_it_is_known() {
        LAB.answerDirectory(setup);
        setup.remove("directory.trust");

        PresentedCertificate shown = setup.presented();
        assertThat(shown.subject()).contains("CN=");
        assertThat(shown.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        setup.certificates("directory.trust", shown.pem());

        assertThat(setup.tryDirectory().failures()).isEmpty();
    }

    @Test
    void the_tree_is_walked_from_the_domain_to_the_people() {
        LAB.answerDirectory(setup);

        setup.look(tree -> {
            String base = tree.domains().getFirst().dn();
            List<Branch> units = tree.children(base, false, 0, 100).branches();
            assertThat(units).extracting(Branch::name).contains("Staff", "Users");
            String staff = "OU=Staff," + base;
            var counts = tree.count(base);
            assertThat(counts.complete()).isTrue();
            assertThat(counts.of(staff)).isEqualTo(30);
            assertThat(tree.count(staff).total()).isEqualTo(30);
            assertThat(tree.branch("OU=Nowhere," + base)).isEmpty();
            return tree.groups("mail");
        });
    }

    @Test
    void a_group_is_found_by_a_part_of_its_name() {
        LAB.answerDirectory(setup);

        List<FoundGroup> all = setup.look(tree -> tree.groups(""));
        FoundGroup one = all.getLast();

        assertThat(setup.<List<FoundGroup>>look(tree -> tree.groups(one.name().substring(1))))
                .extracting(FoundGroup::dn)
                .contains(one.dn());
        assertThat(setup.<List<FoundGroup>>look(tree -> tree.groups("(*)nobody")))
                .isEmpty();
    }

    @Test
    void a_saved_file_loads_without_a_warning_and_its_secrets_are_for_its_owner() throws IOException {
        LAB.answerAll(setup);

        assertThat(setup.save()).isEmpty();

        Configuration configuration = Configuration.load(file, Map.of());
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.organization()).isEqualTo("contoso");
        assertThat(Files.readString(file)).doesNotContain(LAB.provider().password());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "adsync.yaml", "directory-password", "directory-trust.pem", "provider-password");
        }
        for (String secret : List.of("directory-password", "provider-password")) {
            assertThat(Files.getPosixFilePermissions(file.resolveSibling(secret)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void an_existing_configuration_is_changed_and_nothing_else_in_it() throws IOException {
        LAB.answerAll(setup);
        setup.save();
        Files.writeString(file, Files.readString(file) + "\n# Ours.\nmapping: mapping.yaml # keep\nlog: console\n");
        Files.writeString(folder.resolve("mapping.yaml"), "nickName: cn\n");
        Setup again = SetupFixture.begin(file);

        assertThat(again.editing()).isTrue();
        assertThat(again.changes()).isEmpty();
        assertThat(again.texts("directory.password")).isEmpty();
        again.secret("provider.password", Secret.of("another"));
        again.set("directory.poll", "5s");

        assertThat(again.changes())
                .containsExactly(
                        new KeyChange("directory.poll", "", "5s"),
                        new KeyChange(
                                "provider.password",
                                "${file:conf/provider-password}",
                                "${file:conf/provider-password-2}"));
        again.save();
        assertThat(Files.readString(file)).contains("# Ours.", "mapping: mapping.yaml # keep", "log: console");
        assertThat(file.resolveSibling("provider-password")).doesNotExist();
        assertThat(file.resolveSibling("provider-password-2")).hasContent("another");
        assertThat(Configuration.load(file, Map.of()).warnings()).isEmpty();
    }

    @Test
    void what_is_incomplete_is_not_saved() {
        LAB.answerDirectory(setup);

        assertThatThrownBy(setup::save)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("directory.root");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_somebody_else_wrote_meanwhile_is_not_overwritten() throws IOException {
        LAB.answerAll(setup);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "organization: other\n");

        assertThatThrownBy(setup::save).isInstanceOf(SetupException.class).hasMessageContaining("meanwhile");
        assertThat(file).hasContent("organization: other");
    }
}
