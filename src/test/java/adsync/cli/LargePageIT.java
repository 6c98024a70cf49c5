package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.FreePort;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.ServiceProcess;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody has a photo as large as one may be, and all of them change at once: one page of DirSync is more than the heap. */
class LargePageIT {

    private static final int PEOPLE = 700;
    private static final int PHOTO = 100 * 1024;
    private static final int HEAP_MEGABYTES = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Random random = new Random(96);

    @TempDir
    private Path folder;

    /** Gives everybody another photo. */
    private void photograph(StaffedDirectory directory) throws LDAPException {
        for (Entry person : People.entries(PEOPLE, directory.root())) {
            byte[] photo = new byte[PHOTO];
            random.nextBytes(photo);
            directory
                    .administrator()
                    .modify(person.getDN(), new Modification(ModificationType.REPLACE, "thumbnailPhoto", photo));
        }
    }

    /** The provider is down, so that the memory is that of the reading. */
    private Path configuration(StaffedDirectory directory) throws IOException {
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), "photos[type eq \"thumbnail\"]: on\n");
        String nobody = "http://127.0.0.1:" + FreePort.draw() + "/scim/v2";
        try (SdkScimServer gone = SdkScimServer.start()) {
            return Service.configuration(
                    folder, directory.settings(folder), gone, nobody, "mapping: " + mapping, Service.UNGUARDED);
        }
    }

    private static String status(Path configuration) {
        var said = new StringWriter();
        Main.run(
                new PrintWriter(said), new PrintWriter(said), "status", "--json", "--config", configuration.toString());
        return said.toString().replaceAll("\\s", "");
    }

    @Test
    void it_is_read_in_portions() throws LDAPException, IOException {
        assertThat(PEOPLE * PHOTO).isGreaterThan(HEAP_MEGABYTES * 1024 * 1024);
        try (StaffedDirectory directory = StaffedDirectory.start(PEOPLE)) {
            photograph(directory);
            Path configuration = configuration(directory);
            try (ServiceProcess service = start(configuration)) {
                awaitCaughtUp(service, configuration);
            }
            photograph(directory);
            try (ServiceProcess service = start(configuration)) {
                awaitCaughtUp(service, configuration);
                assertThat(service.logged("enumerating the root")).isEmpty();
            }
        }
    }

    private static ServiceProcess start(Path configuration) {
        return ServiceProcess.start(configuration, "-Xmx" + HEAP_MEGABYTES + "m", "-XX:+ExitOnOutOfMemoryError")
                .awaitStarted();
    }

    private static void awaitCaughtUp(ServiceProcess service, Path configuration) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(service.alive())
                    .as("it ended: " + String.join("\n", service.lines()))
                    .isTrue();
            String status = status(configuration);
            return status.contains("\"caughtUp\":true") && status.contains("\"objects\":" + PEOPLE);
        });
    }
}
