package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.control.ControlClient;
import adsync.desk.Approve;
import adsync.desk.Holds;
import adsync.desk.Reject;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two roots is deleted with all that is in it; the guard has no limits. */
class DeletedRootTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Control TREE_DELETE = new Control("1.2.840.113556.1.4.805", true);

    private final SdkScimServer provider = SdkScimServer.start();
    private StaffedDirectory directory;
    private String students;
    private Path configuration;
    private Service service;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws LDAPException {
        directory = StaffedDirectory.start(2);
        students = directory.root().replace("OU=Inside", "OU=Students");
        directory.administrator().add(students, new Attribute("objectClass", "organizationalUnit"));
        for (int number : List.of(10, 11, 12)) {
            directory.administrator().add(People.person(number).entry(students));
        }
        String settings = directory
                .settings(folder)
                .replace("root: ", "poll: 1s\nroots: [")
                .replace(directory.root() + "\"", directory.root() + "\", \"" + students + "\"]");
        configuration = Service.configuration(
                folder, settings, provider, provider.url(), "deprovision: delete", Service.UNGUARDED);
        service = Service.start(configuration);
        await().atMost(SOON).until(() -> accounts() == 5);
    }

    @AfterEach
    void end() {
        service.close();
        provider.close();
        directory.close();
    }

    @Test
    void its_users_go_when_that_is_approved_and_the_others_flow_all_the_time() throws LDAPException {
        deleteStudents();
        await().atMost(SOON).until(() -> held() == 3);
        assertThat(service.ready().encode()).contains("deleted in the directory: the selected root " + students);
        service.close();
        directory.administrator().add(People.person(20).entry(directory.root()));
        service = Service.start(configuration);
        await().atMost(SOON).until(() -> accounts() == 6);
        assertThat(held()).isEqualTo(3);

        ask(Approve.NAME, new JsonObject().put("hold", hold().getLong("hold")).put("count", 3));

        await().atMost(SOON).until(() -> accounts() == 3);
    }

    @Test
    void its_users_stay_when_that_is_rejected() throws LDAPException {
        deleteStudents();
        await().atMost(SOON).until(() -> held() == 3);

        ask(Reject.NAME, new JsonObject().put("hold", hold().getLong("hold")));
        directory.administrator().add(People.person(20).entry(directory.root()));

        await().atMost(SOON).until(() -> accounts() == 6);
        assertThat(service.statistics().parked()).isEqualTo(3);
    }

    private void deleteStudents() throws LDAPException {
        var request = new DeleteRequest(students);
        request.addControl(TREE_DELETE);
        directory.administrator().delete(request);
    }

    private long accounts() {
        return provider.probe().total("/Users");
    }

    private long held() {
        return service.statistics().held();
    }

    private JsonObject hold() {
        JsonArray holds = ask(Holds.NAME, new JsonObject()).getJsonArray("holds");
        assertThat(holds).hasSize(1);
        assertThat(holds.getJsonObject(0).getString("kind")).isEqualTo("root_deleted");
        assertThat(holds.getJsonObject(0).getString("root")).isEqualToIgnoringCase(students);
        return holds.getJsonObject(0);
    }

    private JsonObject ask(String question, JsonObject about) {
        try {
            return switch (ControlClient.ask(folder.resolve("state"), question, about)) {
                case ControlClient.Answered answered -> answered.answer().body();
                case ControlClient.Unreachable unreachable -> throw new AssertionError(unreachable.why());
            };
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
