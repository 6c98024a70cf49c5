package adsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is packed beside the program fits the program, and itself. */
class PackagingTest {

    private static final Path PACKAGING = Path.of("src/main/packaging");
    private static final Path CONTAINER = PACKAGING.resolve("container");

    private static final Pattern COPIED = Pattern.compile("(?m)^COPY (\\S+) (\\S+)$");

    /** What scripts/package puts into the context of the image. */
    private static final List<String> CONTEXT = List.of("runtime/", "adsync.jar", "lib/", "bin/", "conf/", "doc/");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"container/adsync.yaml", "debian/adsync.yaml"})
    void an_example_is_a_configuration(String example) throws IOException {
        String text = Files.readString(PACKAGING.resolve(example))
                .replace("/etc/adsync/credentials", folder.toString())
                .replaceFirst("(?m)^mapping: .*$", "");
        for (String secret : List.of("directory-password", "provider-secret")) {
            Files.writeString(folder.resolve(secret), "secret");
        }
        Path file = Files.writeString(folder.resolve("adsync.yaml"), text);

        Configuration configuration = Configuration.load(file, Map.of("CREDENTIALS_DIRECTORY", folder.toString()));

        assertThat(configuration.state()).isEqualTo(Path.of("/var/lib/adsync"));
        assertThat(configuration.listenPort()).isEqualTo(8480);
    }

    /** A container's loopback address is nobody else's; the host's is what keeps others away. */
    @Test
    void the_page_of_a_container_is_reached_from_its_host_alone() throws IOException {
        assertThat(CONTAINER.resolve("adsync.yaml"))
                .content()
                .contains("\nlisten: 0.0.0.0:8480\n", "allowClearText: true");
        Map<?, ?> service = service();
        assertThat(service.get("ports")).isEqualTo(List.of("127.0.0.1:8480:8480"));
    }

    /** Else the set-up page would be where nobody reaches it, or write where nobody keeps it. */
    @Test
    void a_container_without_a_configuration_offers_to_make_one_and_keeps_it() throws IOException {
        assertThat(CONTAINER.resolve("Containerfile"))
                .content()
                .contains(
                        "CMD [\"run\", \"--setup\", \"--mend\"]",
                        "ADSYNC_LISTEN=0.0.0.0:8480",
                        "VOLUME /etc/adsync /var/lib/adsync");
        Map<?, ?> service = service();
        // On the machine's start too, and whatever ended it.
        assertThat(service.get("restart")).isEqualTo("unless-stopped");
        assertThat(service.get("read_only")).isEqualTo(true);
        assertThat(service.get("cap_drop")).isEqualTo(List.of("ALL"));
        assertThat(service.get("volumes")).isEqualTo(List.of("configuration:/etc/adsync", "state:/var/lib/adsync"));
        assertThat(compose("compose.yaml").get("volumes"))
                .isEqualTo(Map.of("configuration", Map.of(), "state", Map.of()));
    }

    @Test
    void a_configuration_by_hand_is_only_read_and_has_its_secrets_beside_it() throws IOException {
        Map<?, ?> compose = compose("compose.by-hand.yaml");
        Map<?, ?> service = (Map<?, ?>) ((Map<?, ?>) compose.get("services")).get("adsync");
        assertThat(service.get("volumes")).isEqualTo(List.of("./adsync.yaml:/etc/adsync/adsync.yaml:ro"));
        assertThat(((Map<?, ?>) compose.get("secrets")).keySet().stream().map(Object::toString))
                .containsExactlyElementsOf(((List<?>) service.get("secrets"))
                        .stream().map(Object::toString).toList());
    }

    @Test
    void an_image_has_what_is_in_its_context_and_runs_for_no_one_but_its_account() throws IOException {
        String text = Files.readString(CONTAINER.resolve("Containerfile"));

        assertThat(COPIED.matcher(text).results().map(copied -> copied.group(1)))
                .containsExactlyElementsOf(CONTEXT);
        assertThat(text.replace("\\\n", " ").lines().filter(line -> !line.isBlank()))
                .allMatch(
                        line -> line.matches("(#|(ARG|FROM|RUN|COPY|ENV|USER|VOLUME|HEALTHCHECK|ENTRYPOINT|CMD) ).*"));
        int user = text.indexOf("\nUSER adsync\n");
        assertThat(user).isPositive().isLessThan(text.indexOf("\nCMD ")).isGreaterThan(text.lastIndexOf("\nRUN "));
        assertThat(text)
                .as("12-slim is another one every month")
                .containsPattern("(?m)^ARG BASE=\\S+/debian:bookworm-[0-9]{8}-slim(@sha256:[0-9a-f]{64})?$");
        assertThat(text).contains("HEALTHCHECK").contains("CMD [\"adsync\", \"status\"]");
    }

    @Test
    void a_package_names_the_places_of_a_new_configuration() throws IOException {
        for (String one : List.of("debian/adsync.service", "debian/command", "container/Containerfile")) {
            assertThat(PACKAGING.resolve(one))
                    .content()
                    .containsPattern("ADSYNC_STATE:?=/var/lib/adsync")
                    .containsPattern("ADSYNC_MAPPING:?=/etc/adsync/mapping.yaml");
        }
        assertThat(PACKAGING.resolve("windows/adsync.cmd")).content().contains("ADSYNC_STATE", "ADSYNC_MAPPING");
    }

    @Test
    void a_package_says_how_its_service_is_started() {
        assertThat(PACKAGING.resolve("debian/command"))
                .content()
                .contains("${ADSYNC_START:=systemctl restart adsync}")
                .containsPattern("export .*ADSYNC_START");
        assertThat(PACKAGING.resolve("windows/adsync.cmd"))
                .content()
                .contains("ADSYNC_START=powershell Restart-Service ADSync");
    }

    /** Whoever starts it there has no script of ours in front of the JVM. */
    @Test
    void windows_runs_it_as_linux_does() throws IOException {
        String installs = Files.readString(PACKAGING.resolve("windows/install.ps1"));
        String command = Files.readString(PACKAGING.resolve("windows/adsync.cmd"));

        assertThat(found("-XX:[+-]?\\w+(=\\w+)?", "bin/adsync").filter(option -> !option.contains("AOTCache")))
                .hasSizeGreaterThan(4)
                .allSatisfy(option -> assertThat(command).contains(" " + option + " "))
                .allSatisfy(option -> assertThat(installs).contains("'" + option + "'"));
        assertThat(found("(?m)(?<=^Environment=)\\w+(?==)", "debian/adsync.service"))
                .hasSize(3)
                .allSatisfy(variable -> assertThat(command).contains(variable))
                .allSatisfy(variable -> assertThat(installs).contains("\"" + variable + "=$data"));
        assertThat(PACKAGING.resolve("debian/adsync.service")).content().contains("/adsync run --setup\n");
        assertThat(installs)
                .contains("\"--StartParams=run;--setup;--mend\"") // what sc starts again would lock its account
                .doesNotContain("conf\\adsync.yaml", "conf\\$file");
    }

    private static Stream<String> found(String expression, String file) throws IOException {
        return Pattern.compile(expression)
                .matcher(Files.readString(PACKAGING.resolve(file)))
                .results()
                .map(MatchResult::group);
    }

    private static Map<?, ?> service() throws IOException {
        return (Map<?, ?>) ((Map<?, ?>) compose("compose.yaml").get("services")).get("adsync");
    }

    private static Map<?, ?> compose(String name) throws IOException {
        return (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(CONTAINER.resolve(name)));
    }
}
