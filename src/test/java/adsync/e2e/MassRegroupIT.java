package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ChangeKind;
import adsync.journal.ChangeSettled;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody gets a service at once, and the provider takes its time for each of them. */
class MassRegroupIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final int PEOPLE = 600;

    private final SdkScimServer provider = SdkScimServer.withoutBulk();
    private final FaultProxy proxy = FaultProxy.before(provider.url());
    private StaffedDirectory directory;
    private List<Entry> people;
    private String group;
    private Service service;

    @TempDir
    private Path folder;

    @BeforeEach
    void load() throws LDAPException, IOException {
        directory = StaffedDirectory.start(PEOPLE);
        people = People.entries(PEOPLE, directory.root());
        group = "CN=Mail," + directory.root();
        directory.administrator().add(group, new Attribute("objectClass", "group"));
        Path configuration = Service.configuration(
                folder,
                directory.settings(folder),
                provider,
                proxy.url(),
                "services: {mailbox: {groups: [\"" + group + "\"]}}",
                Service.UNGUARDED);
        Files.writeString(
                configuration,
                Files.readString(configuration).replace("  timeout: 5s", "  timeout: 5s\n  concurrency: 4"));
        service = Service.start(configuration);
        await().atMost(SOON)
                .until(() -> service.statistics().links() == PEOPLE
                        && service.statistics().outbox() == 0);
        proxy.always(request -> request.path().contains("/Users"), Fault.slow(SLOW));
    }

    @AfterEach
    void end() {
        service.close();
        proxy.close();
        provider.close();
        directory.close();
    }

    private List<ChangeKind> shipped() {
        return service.settled().stream()
                .filter(settled -> settled.outcome() == ChangeSettled.Outcome.SHIPPED)
                .map(ChangeSettled::kind)
                .toList();
    }

    @Test
    void who_is_hired_meanwhile_does_not_wait_for_them() throws LDAPException {
        directory
                .administrator()
                .modify(
                        group,
                        new Modification(
                                ModificationType.ADD,
                                "member",
                                people.stream().map(Entry::getDN).toArray(String[]::new)));
        await().atMost(SOON).until(() -> service.statistics().outbox() > PEOPLE * 3 / 4);
        int before = shipped().size();

        directory.administrator().add(People.person(PEOPLE + 1).entry(directory.root()));

        await().atMost(SOON).until(() -> service.statistics().links() == PEOPLE + 1);
        await().atMost(SOON).until(() -> shipped().lastIndexOf(ChangeKind.CREATED) >= before);
        assertThat(shipped().lastIndexOf(ChangeKind.CREATED) - before)
                .as("how many went before him")
                .isLessThan(PEOPLE / 4);
        await().atMost(SOON).until(() -> service.statistics().outbox() == 0);
        assertThat(provider.users().stream().filter(user -> user.encode().contains("\"mailbox\"")))
                .hasSize(PEOPLE);
    }
}
