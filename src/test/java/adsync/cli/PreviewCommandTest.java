package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code adsync preview} prints. */
class PreviewCommandTest {

    private static final int PEOPLE = 3;

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final SdkScimServer provider = SdkScimServer.start();
    private String group;
    private String root = "OU=Staff";

    @TempDir
    private Path folder;

    @BeforeEach
    void hire() throws LDAPException {
        directory.seedPeople(PEOPLE);
        group = "CN=Crew,OU=Staff," + directory.baseDn();
        try (var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            SearchResult staff = administrator.search(
                    "OU=Staff," + directory.baseDn(), SearchScope.SUB, "(objectClass=user)", "1.1");
            String[] members = Objects.requireNonNull(staff.getSearchEntries()).stream()
                    .map(Entry::getDN)
                    .toArray(String[]::new);
            administrator.add(
                    group,
                    new Attribute("objectClass", "group"),
                    new Attribute("sAMAccountName", "Crew"),
                    new Attribute("member", members));
        }
    }

    @AfterEach
    void close() {
        provider.close();
        directory.close();
    }

    private List<String> preview(String ship, String... more) {
        return said(List.of("preview"), ship, more);
    }

    /** What a command says that changes nothing at the provider and writes nothing beside its configuration. */
    private List<String> said(List<String> command, String ship, String... more) {
        Path file = Service.configuration(folder, directory, provider, "groups: {ship: " + ship + "}");
        rooted(file);
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--config", file.toString()));
        arguments.addAll(List.of(more));
        List<JsonObject> accounts = provider.users();
        var out = new StringWriter();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new)))
                .as(out.toString())
                .isZero();
        assertThat(provider.users()).isEqualTo(accounts);
        assertThat(provider.groups()).isEmpty();
        assertThat(folder).isDirectoryNotContaining(one -> !one.equals(file));
        return out.toString().lines().toList();
    }

    private void rooted(Path file) {
        try {
            Files.writeString(file, Files.readString(file).replace("OU=Staff,", root + ","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_root_without_users_is_told() {
        root = "CN=Computers";

        assertThat(preview("false"))
                .anyMatch(line -> line.contains("no users at or below directory.root CN=Computers"));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD) // a service would not end by itself
    void a_run_that_is_only_previewed_ends_and_says_the_same() {
        assertThat(said(List.of("run", "--preview"), "true")).isEqualTo(preview("true"));
        assertThat(said(List.of("run", "--preview"), "true", "--json")).isEqualTo(preview("true", "--json"));
    }

    @Test
    void people_read_of_each_group_in_a_line() {
        List<String> lines = preview("true", "--limit", "1");

        assertThat(lines)
                .contains("create           1       0")
                .contains("members added    " + PEOPLE)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("create, add members  Crew")
                        .contains(PEOPLE + ": ")
                        .endsWith(group))
                .contains("and 2 more; --limit or --json shows them");
    }

    @Test
    void programs_read_of_accounts_then_groups_then_the_numbers() {
        List<JsonObject> lines =
                preview("true", "--json").stream().map(JsonObject::new).toList();

        assertThat(lines).hasSize(PEOPLE + 2);
        assertThat(lines.subList(0, PEOPLE))
                .allSatisfy(line -> assertThat(line.getString("type")).isEqualTo("account"));
        JsonObject crew = lines.get(PEOPLE);
        assertThat(crew.getString("type")).isEqualTo("group");
        assertThat(crew.getString("displayName")).isEqualTo("Crew");
        assertThat(crew.getString("dn")).isEqualTo(group);
        assertThat(crew.getJsonArray("kinds"))
                .isEqualTo(new JsonArray().add("create").add("add_members"));
        assertThat(crew.getJsonObject("added").getInteger("count")).isEqualTo(PEOPLE);
        assertThat(crew.getJsonObject("added").getJsonArray("first")).hasSize(PEOPLE);
        assertThat(crew.getJsonObject("removed").getInteger("count")).isZero();
        JsonObject groups = lines.getLast().getJsonObject("summary").getJsonObject("groups");
        assertThat(groups.getJsonObject("changes").getInteger("create")).isEqualTo(1);
        assertThat(groups.getInteger("membersAdded")).isEqualTo(PEOPLE);
    }

    @Test
    void nothing_is_said_of_groups_that_are_not_shipped() {
        assertThat(preview("false")).noneMatch(line -> line.contains("groups") || line.contains("Crew"));
    }
}
