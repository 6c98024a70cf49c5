package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.WritableController;
import adsync.journal.EnrolledController;
import adsync.journal.PasswordStatistics;
import adsync.observe.HealthStatus;
import adsync.sealing.KeySets;
import adsync.sealing.ProviderKeys;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the health says, a case a cause, and what the gauges show. */
class IntakeHealthTest {

    private static final String GUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
    private static final String OTHER = "7f9619ff-8b86-d011-b42d-00c04fc964ff";
    private static final Duration SOON = Duration.ofDays(13);
    private static final Duration LATER = Duration.ofDays(80);

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ProviderKeys provider = new ProviderKeys();
    private KeySets keys;
    private IntakeHealth health;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("offered"), provider.set(1, "seal"));
        keys = new KeySets(folder.resolve("offered").toUri(), folder.resolve("kept"), provider.root(), clock);
        health = new IntakeHealth(keys, clock, meters);
    }

    /** All is well. */
    private void well() {
        keys.refresh();
        saw(GUID);
        health.counted(statistics(0, List.of(controller("dc1", GUID, LATER))));
    }

    private void saw(String... guids) {
        health.saw(Coverage.Sight.of(List.of(guids).stream()
                .map(guid -> new WritableController(ObjectGuid.parse(guid), guid.equals(GUID) ? "dc1" : "dc2", ""))
                .toList()));
    }

    private EnrolledController controller(String name, String guid, Duration certificate) {
        return new EnrolledController(
                1,
                name,
                Optional.of(guid),
                Optional.of(clock.instant().plus(certificate)),
                Optional.of(clock.instant()),
                Optional.of(clock.instant()),
                Optional.of("{\"source\":\"simulated\",\"queue\":{\"files\":4,\"quarantined\":2}}"));
    }

    private PasswordStatistics statistics(long gaps, List<EnrolledController> controllers) {
        return new PasswordStatistics(
                7, 3, 0, Optional.of(clock.instant().minusSeconds(90)), 20, 12, gaps, 0, 0, controllers);
    }

    private void assertDegraded(String cause) {
        HealthStatus status = health.status();
        assertThat(status.state()).isEqualTo(HealthStatus.State.DEGRADED);
        assertThat(status.cause()).isEqualTo(cause);
    }

    private double value(IntakeMeter meter) {
        return meters.get(meter.getName()).gauge().value();
    }

    @Test
    void well_is_up_and_the_gauges_tell() {
        well();

        assertThat(health.status().state()).isEqualTo(HealthStatus.State.UP);
        assertThat(health.status().details())
                .containsEntry("controllersExpected", 1L)
                .containsEntry("controllersReporting", 1L)
                .containsEntry("open", 7L)
                .containsEntry("keySetVersion", 1L);
        assertThat(value(IntakeMeter.OPEN)).isEqualTo(7);
        assertThat(value(IntakeMeter.PARKED)).isEqualTo(3);
        assertThat(value(IntakeMeter.OLDEST)).isEqualTo(90);
        assertThat(value(IntakeMeter.USERS)).isEqualTo(20);
        assertThat(value(IntakeMeter.SYNCED)).isEqualTo(12);
        assertThat(value(IntakeMeter.GAPS)).isZero();
        assertThat(value(IntakeMeter.BACKLOG)).isEqualTo(4);
        assertThat(value(IntakeMeter.QUARANTINED)).isEqualTo(2);
        assertThat(value(IntakeMeter.EXPECTED)).isEqualTo(1);
        assertThat(value(IntakeMeter.REPORTING)).isEqualTo(1);
        assertThat(value(IntakeMeter.CERTIFICATE_ENDS)).isEqualTo((double) LATER.toSeconds());
        assertThat(value(IntakeMeter.KEY_SET_REFUSED)).isZero();
        assertThat(value(IntakeMeter.KEY_SET_ENDS)).isEqualTo((double)
                Duration.between(clock.instant(), ProviderKeys.EXPIRES).toSeconds());
    }

    @Test
    void a_domain_controller_without_a_source_is_named() {
        well();
        saw(GUID, OTHER);

        assertDegraded("1 of 2 domain controllers do not report: dc2 (no source); see adsync dc list");
        assertThat(value(IntakeMeter.EXPECTED)).isEqualTo(2);
        assertThat(value(IntakeMeter.REPORTING)).isEqualTo(1);
    }

    @Test
    void a_silent_one_is_named() {
        well();
        Instant seen = clock.instant();
        clock.advance(Duration.ofMinutes(6));

        assertDegraded("1 of 1 domain controllers do not report: dc1 (silent since " + seen + "); see adsync dc list");
        assertThat(value(IntakeMeter.REPORTING)).isZero();
    }

    @Test
    void a_directory_that_cannot_be_asked_is_a_cause_and_what_it_said_before_is_counted_on() {
        well();
        saw(GUID, OTHER);
        health.saw(Coverage.Sight.failed(new IOException("connection refused")));

        assertThat(health.status().cause())
                .contains("the directory does not tell which domain controllers are writable: connection refused")
                .contains("dc2 (no source)");
        assertThat(value(IntakeMeter.EXPECTED)).isEqualTo(2);
    }

    @Test
    void without_any_domain_controller_there_is_no_certificate_to_end() {
        keys.refresh();
        health.counted(statistics(0, List.of()));

        assertThat(value(IntakeMeter.CERTIFICATE_ENDS)).isNaN();
        assertThat(value(IntakeMeter.BACKLOG)).isZero();
    }

    @Test
    void a_changed_password_that_never_came_is_a_cause() {
        well();
        health.counted(statistics(2, List.of(controller("dc1", GUID, LATER))));

        assertDegraded("2 changed passwords never came: see adsync passwords");
        assertThat(value(IntakeMeter.GAPS)).isEqualTo(2);
    }

    @Test
    void a_certificate_that_ends_soon_is_a_cause() {
        well();
        health.counted(statistics(0, List.of(controller("dc1", GUID, SOON))));

        assertDegraded("the certificate of dc1 ends soon: enrol it anew");
        assertThat(value(IntakeMeter.CERTIFICATE_ENDS)).isEqualTo((double) SOON.toSeconds());
    }

    @Test
    void the_certificate_of_one_that_was_demoted_may_end() {
        well();
        health.counted(statistics(0, List.of(controller("dc1", GUID, LATER), controller("old", OTHER, SOON))));

        assertThat(health.status().state()).isEqualTo(HealthStatus.State.UP);
        assertThat(value(IntakeMeter.CERTIFICATE_ENDS)).isEqualTo((double) LATER.toSeconds());
    }

    @Test
    void without_a_key_set_nothing_is_taken() throws IOException {
        Files.writeString(folder.resolve("offered"), new ProviderKeys().set(1, "seal"));
        well();

        assertThat(health.status().cause())
                .startsWith("there is no key set, nothing is taken; ")
                .contains("not signed by");
        assertThat(value(IntakeMeter.KEY_SET_ENDS)).isNaN(); // not as if it had ended a second ago
    }

    @Test
    void a_key_set_that_should_have_been_replaced_is_a_cause() {
        well();
        clock.advance(Duration.between(clock.instant(), ProviderKeys.EXPIRES).plusSeconds(1));
        health.counted(statistics(0, List.of(controller("dc1", GUID, LATER))));

        assertDegraded("the key set should have been replaced; ask the provider for a new one");
        assertThat(value(IntakeMeter.KEY_SET_ENDS)).isEqualTo(-1);
    }

    @Test
    void a_key_set_that_is_refused_is_a_cause_and_the_last_good_one_stays() throws IOException {
        well();
        Files.writeString(folder.resolve("offered"), new ProviderKeys().set(2, "seal"));
        keys.refresh();

        assertThat(health.status().state()).isEqualTo(HealthStatus.State.DEGRADED);
        assertThat(health.status().cause()).contains("not signed by");
        assertThat(health.status().details()).containsEntry("keySetVersion", 1L);
    }

    @Test
    void a_key_set_without_a_usable_key_is_a_cause_and_the_last_good_one_stays() throws IOException {
        well();
        Files.writeString(folder.resolve("offered"), provider.useless(2));
        keys.refresh();

        assertThat(health.status().state()).isEqualTo(HealthStatus.State.DEGRADED);
        assertThat(health.status().cause()).contains("has no key that can be sealed to now");
        assertThat(value(IntakeMeter.KEY_SET_REFUSED)).isEqualTo(1);
        assertThat(health.status().details()).containsEntry("keySetVersion", 1L);
    }

    @Test
    void a_journal_that_cannot_count_is_down_until_it_can() {
        well();
        health.failed(new IllegalStateException("disk I/O error"));
        assertThat(health.status().state()).isEqualTo(HealthStatus.State.DOWN);
        assertThat(health.status().cause()).isEqualTo("disk I/O error");

        well();
        assertThat(health.status().state()).isEqualTo(HealthStatus.State.UP);
    }
}
