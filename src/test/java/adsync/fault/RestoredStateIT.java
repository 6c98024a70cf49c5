package adsync.fault;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state folder from a backup of yesterday, while the directory and the provider are of today. */
class RestoredStateIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int STAFF = 20;

    private StaffedDirectory directory;
    private final SdkScimServer provider = SdkScimServer.start();
    private Service service;

    @TempDir
    private Path folder;

    private Path configuration;

    @BeforeEach
    void begin() throws LDAPException, IOException {
        directory = StaffedDirectory.start(STAFF);
        configuration = Service.configuration(
                folder, directory.settings(folder), provider, provider.url(), "deprovision: delete", Service.UNGUARDED);
        service = Service.start(configuration);
        await().atMost(SOON).until(() -> accounts().size() == STAFF && quiet());
    }

    @AfterEach
    void end() {
        service.close();
        provider.close();
        directory.close();
    }

    @Test
    void what_was_shipped_since_is_found_again_and_nothing_is_there_twice() throws LDAPException, IOException {
        service.close();
        copy(state(), folder.resolve("backup"));
        service = Service.start(configuration);
        List<Entry> people = People.entries(STAFF, directory.root());
        replace(people.get(0).getDN(), "title", "Director");
        directory.administrator().modifyDN(people.get(1).getDN(), "CN=Renamed", true);
        directory.administrator().delete(people.get(2).getDN());
        Entry hired = People.person(STAFF + 1).entry(directory.root());
        directory.administrator().add(hired);
        await().atMost(SOON)
                .until(() -> accounts().size() == STAFF && !title(hired).isEmpty() && quiet());
        service.close();
        replace(people.get(3).getDN(), "title", "Clerk");
        Map<String, String> ids = ids();

        delete(state());
        copy(folder.resolve("backup"), state());
        service = Service.start(configuration);

        await().atMost(SOON).until(() -> title(people.get(3)).equals("Clerk") && quiet());
        assertThat(title(people.get(0))).isEqualTo("Director");
        assertThat(ids()).isEqualTo(ids);
        replace(hired.getDN(), "title", "Director");
        await().atMost(SOON).until(() -> title(hired).equals("Director"));
    }

    private boolean quiet() {
        return service.statistics().outbox() == 0;
    }

    private List<JsonObject> accounts() {
        return provider.probe().all("/Users");
    }

    /** The accounts by the key we gave them; fails if two have one. */
    private Map<String, String> ids() {
        return accounts().stream()
                .collect(Collectors.toMap(
                        account -> account.getString("externalId"), account -> account.getString("id")));
    }

    private String title(Entry person) {
        Map<String, JsonObject> byLogin = accounts().stream()
                .collect(Collectors.toMap(
                        account -> account.getString("userName").toLowerCase(Locale.ROOT), Function.identity()));
        JsonObject account = byLogin.get(
                requireNonNull(person.getAttributeValue("userPrincipalName")).toLowerCase(Locale.ROOT));
        return account == null ? "" : account.getString("title", "");
    }

    private void replace(String dn, String attribute, String value) throws LDAPException {
        directory.administrator().modify(dn, new Modification(ModificationType.REPLACE, attribute, value));
    }

    private Path state() {
        return folder.resolve("state");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
