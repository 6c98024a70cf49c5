package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import adsync.embedded.PasswordReceiver;
import adsync.sealing.Claim;
import adsync.sealing.QuickSealer;
import adsync.testing.Adsync;
import adsync.testing.LostAnswer;
import adsync.testing.SmallDisk;
import adsync.testing.WineMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The Windows source, under wine, meets the real intake: from the package's seal to a login at the provider. */
@DisabledIfEnvironmentVariable(named = "ADSYNC_SKIP_WINDOWS", matches = ".+")
class WindowsCourierIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String CAPTURE = "HKEY_LOCAL_MACHINE\\SOFTWARE\\ADSync\\PasswordCapture";
    private static final String NETWORK = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";

    private static final String REFUSED_FOR_NOW = "Z master answered 503"; // and not to a heartbeat

    @TempDir
    private static Path shared;

    private static WineMachine machine;

    @TempDir
    private Path folder;

    private PasswordLab lab;
    private Path spool;
    private Path state;
    private CourierLog log;
    private QuickSealer elsewhere;
    private final Map<String, String> sids = new ConcurrentHashMap<>();
    private final List<String> captured = new ArrayList<>();
    private @Nullable Process courier;

    @BeforeAll
    static void machine() throws IOException, InterruptedException {
        machine = WineMachine.start(shared.resolve("wine"));
    }

    @AfterAll
    static void away() {
        machine.close();
    }

    @BeforeEach
    void open() throws Exception {
        lab = new PasswordLab(folder, new PasswordReceiver(Clock.systemUTC()));
        lab.directory().onPassword((sid, account, filetime, password) -> {
            sids.put(account, sid);
            captured.addAll(List.of(sid.substring(sid.lastIndexOf('-') + 1), account, new String(password, UTF_8)));
        });
        elsewhere = new QuickSealer(lab.keys());
        spool = Files.createDirectories(folder.resolve("dc/spool"));
        state = Files.createDirectories(folder.resolve("dc/courier"));
        log = new CourierLog(state.resolve("courier.log"));
        lab.hire("ada", "First-password-1");
        String name = lab.directory().dnsHostName();
        int dot = name.indexOf('.');
        machine.registry(NETWORK, Map.of("Hostname", name.substring(0, dot), "Domain", name.substring(dot + 1)));
        machine.forget(CAPTURE);
        machine.registry(
                CAPTURE,
                Map.of(
                        "SpoolDir", WineMachine.inside(spool),
                        "StateDir", WineMachine.inside(state),
                        "KeySet", WineMachine.inside(state.resolve("keyset.jws")),
                        "DomainSid", sid("ada").substring(0, sid("ada").lastIndexOf('-')),
                        "DcGuid", lab.directory().computerGuid(),
                        "RootKey", Base64.getUrlDecoder().decode(lab.receiver().rootKey()),
                        "HeartbeatSeconds", 2));
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        stop();
        machine.restart();
        lab.close();
    }

    private String sid(String account) {
        return Objects.requireNonNull(sids.get(account));
    }

    /** The package is called with what the directory was told, as lsass would do it, and at the moment that it notes. */
    private void capture() throws Exception {
        List<String> words = new ArrayList<>(List.of(machine.program("pwc1.dll"), WineMachine.inside(spool), "one"));
        List<String> changes = List.copyOf(captured);
        words.addAll(changes);
        machine.run(machine.program("harness.exe"), words.toArray(String[]::new));
        for (int at = 0; at < changes.size(); at += 3) {
            lab.change(changes.get(at + 1), changes.get(at + 2)); // wine needs seconds to start, lsass none
        }
        captured.clear();
    }

    private void startCourier() throws IOException {
        courier = machine.start(machine.program("adsync-courier.exe"), "run");
    }

    private void stop() throws InterruptedException {
        Process running = courier;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    private void paste(String invitation) throws IOException {
        Files.writeString(state.resolve("enrol.token"), invitation + "\r\n");
    }

    private List<Path> records(Path where) {
        if (Files.notExists(where)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(where)) {
            return files.filter(file -> file.toString().endsWith(".pwe"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitDelivered() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(records(spool)).as(log.text()).isEmpty());
    }

    private void enrol() throws IOException {
        paste(lab.invite());
        startCourier();
        log.awaitWords("Z enrolled");
        await().atMost(SOON).until(() -> Files.exists(state.resolve("keyset.jws")));
    }

    /** Puts a record there that was sealed elsewhere. */
    private void put(String controller, String sid, int number) throws IOException {
        Instant now = Instant.now();
        var claim = new Claim("%032x".formatted(number), sid, Filetime.of(now), controller, "0".repeat(32), number);
        String sealed = elsewhere.seal(claim, "nobody", new byte[] {'x'});
        Path unfinished = Files.writeString(folder.resolve("one.tmp"), sealed);
        Path file = spool.resolve(HexFormat.of().toHexDigits(Filetime.of(now)) + "-%08x.pwe".formatted(number));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void a_password_captured_on_windows_works_at_the_provider_also_after_the_master_was_away() throws Exception {
        try (Adsync service = lab.start()) {
            enrol();
            assertThat(state.resolve("enrol.token")).doesNotExist();
            capture();
            lab.awaitSignsIn(sid("ada"), "First-password-1");
            awaitDelivered();
            service.kill();
        }
        lab.change("ada", "Second-password-2");
        lab.hire("bob", "Of-bob-in-the-dark-3");
        capture();
        log.awaitWords("password-events: unreachable");
        assertThat(records(spool)).hasSize(2);
        for (Path record : records(spool)) {
            assertThat(Files.readString(record)).doesNotContain("Second").doesNotContain("dark");
        }

        // The announced next key takes the place of the one that was pinned first: the courier knows it.
        Files.delete(lab.state().resolve("passwords/server.key"));
        try (Adsync service = lab.start()) {
            lab.awaitSignsIn(sid("ada"), "Second-password-2");
            lab.awaitSignsIn(sid("bob"), "Of-bob-in-the-dark-3");
            awaitDelivered();
            assertThat(lab.signsIn(sid("ada"), "First-password-1")).isFalse();
            service.kill();
        }
    }

    @Test
    void an_enrolment_whose_answer_is_lost_is_repeated_and_only_the_pinned_master_gets_the_token() throws Exception {
        try (LostAnswer relay = LostAnswer.before(lab.intake())) {
            lab.configure(relay.port());
            try (Adsync service = lab.start()) {
                String invitation = lab.invite();
                int token = invitation.lastIndexOf(':');
                int pin = invitation.lastIndexOf(':', token - 1);
                paste(invitation.substring(0, pin + 1) + "A".repeat(43) + invitation.substring(token));
                startCourier();
                log.awaitWords("enrolment: wrong key (pin)");
                assertThat(relay.lost()).isFalse();

                paste(invitation);
                log.awaitWords("Z enrolled");

                assertThat(relay.lost()).isTrue();
                capture();
                lab.awaitSignsIn(sid("ada"), "First-password-1");
                service.kill();
            }
        }
    }

    @Test
    void what_the_intake_rejects_is_put_aside_and_what_is_too_much_at_once_waits() throws Exception {
        try (Adsync service = lab.start()) {
            enrol();
            stop();
            put("7f9619ff-8b86-d011-b42d-00c04fc964ff", sid("ada"), 1);
            String own = lab.directory().computerGuid();
            String domain = sid("ada").substring(0, sid("ada").lastIndexOf('-') + 1);
            for (int number = 2; number <= 2002; number++) {
                put(own, domain + (50_000 + number), number);
            }

            startCourier();

            awaitDelivered();
            assertThat(log.text()).contains("rejected: it is of another domain controller");
            int sent = log.sentAsAllowed(1000, 50);
            assertThat(sent).isGreaterThanOrEqualTo(2001);
            // After as long a wait as it was asked for, there is room: who comes sooner is refused again.
            assertThat(log.text()
                            .lines()
                            .filter(line -> line.contains("master answered") || line.contains("events sent"))
                            .map(line -> line.contains("answered 429") ? "refused" : "taken")
                            .collect(Collectors.joining(" ")))
                    .doesNotContain("refused refused");
            assertThat(records(state.resolve("quarantine"))).hasSize(1);
            assertThat(lab.ask("passwords").getLong("open")).isEqualTo(2001);
            service.kill();
        }
    }

    @Test
    void without_a_key_set_and_after_a_revocation_nothing_is_taken_and_nothing_is_lost() throws Exception {
        try (Adsync service = lab.start()) {
            enrol();
            service.kill();
        }
        capture();
        String good = Files.readString(lab.keySet());
        Files.writeString(lab.keySet(), "damaged");
        Files.delete(lab.state().resolve("passwords/keyset.jws"));
        try (Adsync service = lab.start()) {
            log.awaitWords("master answered 503");
            service.kill();
        }
        assertThat(records(spool)).hasSize(1);

        Files.writeString(lab.keySet(), good);
        stop();
        try (Adsync service = lab.start()) {
            lab.ask("dc", "revoke", lab.directory().dnsHostName());
            startCourier();
            log.awaitWords("master answered 403");
            assertThat(records(spool)).hasSize(1);

            paste(lab.invite());
            lab.awaitSignsIn(sid("ada"), "First-password-1");
            awaitDelivered();
            service.kill();
        }
    }

    @Test
    void a_master_whose_disk_is_full_is_waited_for_as_long_as_it_asks_and_nothing_is_lost() throws Exception {
        try (SmallDisk disk = SmallDisk.at(Files.createDirectory(lab.state()), "16m")) {
            try (Adsync service = lab.start()) {
                enrol();
                stop();
                disk.fill();
                startCourier();
                String domain = sid("ada").substring(0, sid("ada").lastIndexOf('-') + 1);
                int number = 0;
                while (!log.text().contains(REFUSED_FOR_NOW) && number < 900) {
                    for (int last = number + 100; number < last; number++) { // some of it fits into what was there
                        put(lab.directory().computerGuid(), domain + (50_000 + number), number);
                    }
                    await().atMost(SOON)
                            .until(() -> records(spool).isEmpty() || log.text().contains(REFUSED_FOR_NOW));
                }

                assertThat(log.text()).contains(REFUSED_FOR_NOW);
                assertThat(log.firstWaitAfter(REFUSED_FOR_NOW)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
                assertThat(records(spool)).isNotEmpty();

                disk.empty();
                awaitDelivered();
                assertThat(lab.ask("passwords").getLong("open")).isEqualTo(number);
                assertThat(records(state.resolve("quarantine"))).isEmpty();
                service.kill();
            }
        }
    }

    @Test
    void a_master_that_falls_silent_does_not_hold_the_courier_and_gets_everything_later() throws Exception {
        try (Adsync service = lab.start()) {
            enrol();
            stop();
            machine.registry(CAPTURE, Map.of("RequestSeconds", 3));
            service.suspend();
            capture();
            startCourier();
            log.awaitWords("password-events: silent");
            assertThat(records(spool)).hasSize(1);

            service.resume();

            lab.awaitSignsIn(sid("ada"), "First-password-1");
            awaitDelivered();
            service.kill();
        }
    }

    @Test
    void a_courier_that_dies_between_the_acknowledgement_and_the_deletion_sends_it_again_and_it_is_known()
            throws Exception {
        try (LostAnswer relay = LostAnswer.before(lab.intake())) {
            relay.passAll();
            lab.configure(relay.port());
            try (Adsync service = lab.start()) {
                enrol();
                relay.loseAll();
                capture();
                lab.awaitSignsIn(sid("ada"), "First-password-1");
                stop();
                assertThat(records(spool)).hasSize(1);

                relay.passAll();
                startCourier();

                awaitDelivered();
                assertThat(records(state.resolve("quarantine"))).isEmpty();
                assertThat(lab.ask("passwords").getLong("synced")).isEqualTo(1);
                assertThat(lab.ask("passwords").getLong("open")).isZero();
                service.kill();
            }
        }
    }
}
