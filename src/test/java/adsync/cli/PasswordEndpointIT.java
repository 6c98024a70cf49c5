package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.testing.Adsync;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that takes passwords at an endpoint of its own, and is told which of them are temporary. */
class PasswordEndpointIT {

    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";

    private final List<String> spool = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void a_changed_password_is_good_at_the_provider_and_a_temporary_one_is_told_as_such() throws Exception {
        var sid = new AtomicReference<>("");
        List<String> requests = new CopyOnWriteArrayList<>();
        try (PasswordLab lab = new PasswordLab(folder, new PasswordReceiver(Clock.systemUTC()))) {
            lab.configure("passwords:\n", "passwords:\n  mustChange: send\n");
            lab.configure("provider:\n", "provider:\n  passwords: {as: endpoint, path: \"/Users/{id}/password\"}\n");
            lab.provider().logRequests(requests::add);
            try (Adsync service = lab.start();
                    SimulatedController controller = lab.enrol()) {
                lab.directory().onPassword((of, account, changed, password) -> {
                    sid.set(of);
                    spool.add(controller.seal(of, account, changed, password));
                });
                lab.hire("ada", "First-password-1");
                deliver(controller);
                lab.awaitSignsIn(sid.get(), "First-password-1");

                lab.change("ada", "Second-password-2");
                lab.mustChange("ada");
                deliver(controller);
                lab.awaitSignsIn(sid.get(), "Second-password-2");
                assertThat(lab.signsIn(sid.get(), "First-password-1")).isFalse();
                await().atMost(PasswordLab.SOON).until(() -> mustChange(lab));

                lab.change("ada", "Third-password-3");
                deliver(controller);
                lab.awaitSignsIn(sid.get(), "Third-password-3");
                await().atMost(PasswordLab.SOON).until(() -> !mustChange(lab));
                await().atMost(PasswordLab.SOON)
                        .untilAsserted(() ->
                                assertThat(ends(lab)).containsExactly("acknowledged", "acknowledged", "acknowledged"));
                assertThat(service.runs()).isTrue();
            }
        }
        assertEachWasARequest(requests);
    }

    private static void assertEachWasARequest(List<String> requests) {
        assertThat(requests)
                .filteredOn(request -> request.contains("/password\n"))
                .hasSize(3)
                .allMatch(request -> request.startsWith("POST /scim/v2/Users/"))
                .filteredOn(request -> request.contains("\"mustChangePassword\":true"))
                .hasSize(1);
        assertThat(requests).noneMatch(request -> request.contains("encryptedPassword"));
    }

    private void deliver(SimulatedController controller) {
        await().atMost(PasswordLab.SOON).ignoreExceptions().until(() -> {
            assertThat(controller.deliver(List.copyOf(spool))).isSubsetOf("accepted", "duplicate");
            return true;
        });
        spool.clear();
    }

    /** What {@code adsync why} says of her passwords. */
    private static List<String> ends(PasswordLab lab) {
        return lab.ask("why", "ada").getJsonArray("people").getJsonObject(0).getJsonArray("passwords").stream()
                .map(one -> ((JsonObject) one).getString("state"))
                .toList();
    }

    private static boolean mustChange(PasswordLab lab) {
        return lab.provider().users().stream()
                .filter(user -> user.getString("userName").startsWith("ada@"))
                .anyMatch(user ->
                        user.getJsonObject(EXTENSION, new JsonObject()).getBoolean("mustChangePassword", false));
    }
}
