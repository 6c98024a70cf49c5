package adsync.cli;

import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service between an embedded directory and a SCIM server that holds the login of one of five people already. */
abstract class DeskFixture {

    static final Duration SOON = Duration.ofSeconds(60);
    static final int PEOPLE = 5;

    final EmbeddedDirectory directory = EmbeddedDirectory.start();
    final SdkScimServer provider = SdkScimServer.start();

    @TempDir
    Path folder;

    private Path file;
    SearchResultEntry unlucky;
    String stranger;

    record Ended(int exitCode, String out, String err) {

        JsonObject json() {
            return new JsonObject(out);
        }
    }

    @BeforeEach
    void begin() throws LDAPException {
        directory.seedPeople(PEOPLE);
        unlucky = onePerson();
        JsonObject taken = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", unlucky("userPrincipalName"));
        stranger = provider.probe().post("/Users", taken).json().getString("id");
        file = Service.configuration(folder, directory, provider, more());
    }

    /** Further lines of the configuration. */
    String more() {
        return "";
    }

    @AfterEach
    void end() {
        provider.close();
        directory.close();
    }

    String unlucky(String attribute) {
        return Objects.requireNonNull(unlucky.getAttributeValue(attribute), attribute);
    }

    SearchResultEntry onePerson() throws LDAPException {
        try (var connection = new LDAPConnection(directory.host(), directory.port())) {
            connection.bind(
                    directory.administrator(), directory.options().accounts().administratorPassword());
            List<SearchResultEntry> people = connection
                    .search(
                            "OU=Staff," + directory.baseDn(),
                            SearchScope.SUB,
                            "(&(objectCategory=person)(userPrincipalName=*))",
                            "userPrincipalName",
                            "sAMAccountName",
                            "mail")
                    .getSearchEntries();
            return Objects.requireNonNull(people).getFirst();
        }
    }

    /** Until four are shipped and one is parked. */
    Service started() {
        return started(1);
    }

    /** Until four are shipped and so many are parked. */
    Service started(long parked) {
        Service service = Service.start(file);
        await().atMost(SOON)
                .until(() -> service.statistics().parked() == parked
                        && service.statistics().links() == PEOPLE - 1
                        && service.statistics().outbox() == 0);
        return service;
    }

    <T> T journal(Function<Journal, T> use) {
        Vertx vertx = Vertx.vertx();
        try {
            Journal journal = Journals.open(
                            vertx, folder.resolve("state"), Clock.systemUTC(), new SimpleMeterRegistry())
                    .await();
            try {
                return use.apply(journal);
            } finally {
                journal.close().await();
            }
        } finally {
            vertx.close().await();
        }
    }

    Ended adsync(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        if (!command[0].equals("audit") || command.length > 1) {
            arguments.addAll(List.of("--config", file.toString()));
        }
        return run(arguments.toArray(String[]::new));
    }

    static Ended run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
