package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Preview;
import adsync.config.Configuration;
import adsync.shipper.RehearsedAccount.Kind;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another mapping concerns everybody, and the directory only if it needs what was not read before. */
class NarrowedMappingIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PEOPLE = 12;
    private static final int WITH_A_PHONE = 5;
    private static final String ENUMERATIONS = "adsync_listener_enumerations_total";
    private static final String HOME = "\"home\"";
    private static final String NO_HOME_PHONE = "phoneNumbers[type eq \"home\"]: off\n";

    private final SdkScimServer provider = SdkScimServer.start();
    private StaffedDirectory directory;
    private List<Entry> people;

    @TempDir
    private Path folder;

    @BeforeEach
    void load() throws LDAPException, IOException {
        directory = StaffedDirectory.start(PEOPLE);
        people = People.entries(PEOPLE, directory.root());
        for (Entry person : people.subList(0, WITH_A_PHONE)) {
            set(person, "homePhone", "+41 31 555 0001");
        }
        try (Service service = settled("")) {
            assertThat(service.meter(ENUMERATIONS)).isEqualTo(1);
            assertThat(having(HOME)).isEqualTo(WITH_A_PHONE);
        }
    }

    @AfterEach
    void end() {
        provider.close();
        directory.close();
    }

    private void set(Entry person, String attribute, String value) throws LDAPException {
        directory.administrator().modify(person.getDN(), new Modification(ModificationType.REPLACE, attribute, value));
    }

    private Path configure(String mapping) throws IOException {
        Path file = Files.writeString(folder.resolve("mapping.yaml"), mapping + "nickName: sAMAccountName\n");
        return Service.configuration(
                folder, directory.settings(folder), provider, provider.url(), "mapping: " + file, Service.UNGUARDED);
    }

    private Service settled(String mapping) throws IOException {
        Service service = Service.start(configure(mapping));
        await().atMost(SOON)
                .during(Duration.ofMillis(500))
                .until(() -> provider.users().size() == PEOPLE
                        && service.statistics().outbox() == 0
                        && service.ready().encode().contains("following"));
        return service;
    }

    private long having(String text) {
        return provider.users().stream()
                .map(JsonObject::encode)
                .filter(account -> account.contains(text))
                .count();
    }

    private long updated(String mapping) throws IOException {
        return Preview.make(Configuration.load(configure(mapping), Map.of()), Clock.systemUTC(), one -> {})
                .summary()
                .count(Kind.UPDATE);
    }

    private long known(String attribute) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("state").resolve("journal.db"));
                var statement = connection.prepareStatement(
                        "SELECT count(*) FROM image WHERE lower(attributes) LIKE '%' || lower(?) || '%'")) {
            statement.setString(1, attribute);
            return statement.executeQuery().getLong(1);
        }
    }

    @Test
    void what_is_switched_off_is_taken_away_without_reading_the_directory_again() throws Exception {
        assertThat(known("homePhone")).isEqualTo(WITH_A_PHONE);
        assertThat(updated(NO_HOME_PHONE)).isEqualTo(WITH_A_PHONE);

        try (Service service = settled(NO_HOME_PHONE)) {
            assertThat(having(HOME)).isZero();
            assertThat(service.meter(ENUMERATIONS)).isZero();

            set(people.getFirst(), "homePhone", "+41 31 555 9992");
            set(people.getFirst(), "title", "President");
            await().atMost(SOON).until(() -> having("\"President\"") == 1);
            assertThat(having(HOME)).isZero();
        }
        assertThat(known("homePhone")).isZero();
    }

    @Test
    void what_is_switched_on_again_is_read_of_everybody() throws Exception {
        settled(NO_HOME_PHONE).close();
        set(people.getFirst(), "homePhone", "+41 31 555 9992");
        assertThat(updated("")).isEqualTo(WITH_A_PHONE);

        try (Service service = settled("")) {
            assertThat(service.meter(ENUMERATIONS)).isEqualTo(1);
            assertThat(having(HOME)).isEqualTo(WITH_A_PHONE);
            assertThat(having("+41 31 555 9992")).isEqualTo(1);
        }
    }

    @Test
    void what_is_mapped_later_is_read_of_everybody() throws Exception {
        set(people.getFirst(), "roomNumber", "room 17");

        try (Service service = settled("extension:extensionAttribute1: roomNumber\n")) {
            assertThat(service.meter(ENUMERATIONS)).isEqualTo(1);
            assertThat(having("room 17")).isEqualTo(1);
        }
    }
}
