package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.ScimmyServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real SCIM server without bulk takes so many requests a second and refuses the others (429, Retry-After). */
class RequestRateIT {

    private static final int PEOPLE = 500;
    /** Less than any machine would send. */
    private static final int RATE = 20;

    @TempDir
    private Path folder;

    @Test
    void the_rate_is_found_and_kept_to_and_nobody_is_lost() throws LDAPException {
        Map<String, String> settings = Map.of("BULK", "off", "RATE", Integer.toString(RATE));
        try (StaffedDirectory directory = StaffedDirectory.start(PEOPLE);
                ScimmyServer provider = ScimmyServer.start(ScimmyServer.Login.BASIC, settings);
                Service service = Service.start(Service.configuration(
                        folder, directory.settings(folder), provider, provider.url(), Service.UNGUARDED))) {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> service.statistics().links() == PEOPLE);

            List<String> requests = service.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("adsync_scim_request_seconds_count{"))
                    .toList();
            assertThat(sum(requests, "status=\"429\"")).isBetween(1.0, PEOPLE / 10.0);
            assertThat(service.meter("adsync_shipper_request_rate_limit_requests"))
                    .isBetween(RATE / 8.0, RATE * 2.0);
            assertThat(service.statistics().parked()).isZero();
        }
    }

    private static double sum(List<String> lines, String tag) {
        return lines.stream()
                .filter(line -> line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
