package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.sealing.SealedEvent;
import adsync.testing.Adsync;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same login, from the directory to the provider, through the real process; and nothing readable on the way. */
class PasswordsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** What is sealed is the password itself, which is the harder case; its hash at the provider is a quick one. */
    private static final int HASH_ROUNDS = 10_000;

    /** In no text of this program but here. */
    private static final String MARKER = "Q7zebra-" + Long.toHexString(System.nanoTime()) + "-Xk";

    private static final SecretSearch SEARCH = new SecretSearch(List.of(MARKER));

    @TempDir
    private Path folder;

    private PasswordLab lab;
    private @Nullable SimulatedController controller;
    private final List<String> spool = new CopyOnWriteArrayList<>();
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final Map<String, String> sids = new ConcurrentHashMap<>();

    @BeforeEach
    void open() throws IOException, LDAPException, GeneralSecurityException {
        lab = new PasswordLab(folder, PasswordReceiver.hashing(Clock.systemUTC(), HASH_ROUNDS));
    }

    @AfterEach
    void close() {
        SimulatedController enrolled = controller;
        if (enrolled != null) {
            enrolled.close();
        }
        lab.close();
    }

    private SimulatedController controller() {
        return Objects.requireNonNull(controller);
    }

    private void enrol() throws IOException, InterruptedException {
        controller = lab.enrol();
        lab.directory().onPassword((sid, account, filetime, password) -> {
            sids.put(account, sid);
            String sealed = controller().seal(sid, account, filetime, password);
            all.add(sealed);
            spool.add(sealed);
        });
    }

    /** Sends what waits until it is acknowledged, like a courier. */
    private void deliver() {
        await().atMost(SOON).ignoreExceptions().until(() -> {
            for (String sealed : List.copyOf(spool)) {
                assertThat(controller().deliver(List.of(sealed))).isSubsetOf("accepted", "duplicate", "stale");
                spool.remove(sealed);
            }
            return true;
        });
    }

    private boolean signsIn(String account, String password) {
        return lab.signsIn(sids.getOrDefault(account, ""), password);
    }

    private void awaitSignsIn(String account, String password) {
        lab.awaitSignsIn(sids.getOrDefault(account, ""), password);
    }

    @Test
    void a_provider_whose_key_is_of_rsa_opens_what_is_sealed_to_it() throws Exception {
        lab.receiver().rotateToRsa();
        Files.writeString(lab.keySet(), lab.receiver().keySet());
        try (Adsync service = lab.start()) {
            enrol();
            lab.hire("ada", "First-password-1");
            deliver();
            awaitSignsIn("ada", "First-password-1");
            await().atMost(SOON)
                    .until(() -> service.out().stream()
                            .anyMatch(line -> line.contains("acknowledged") && line.contains("key-2")));
        }

        assertThat(all)
                .isNotEmpty()
                .allSatisfy(jwe -> assertThat(SealedEvent.read(jwe).algorithm()).isEqualTo("RSA-OAEP-256"));
    }

    @Test
    void a_password_of_a_computer_is_dropped_within_seconds() throws Exception {
        try (Adsync service = lab.start()) {
            enrol();
            lab.join("pc1$", "Machine-password-1");
            assertThat(all).hasSize(1);
            deliver();

            await().atMost(SOON)
                    .until(() -> service.out().stream()
                            .anyMatch(line -> line.contains("out_of_scope") && line.contains("of a computer")));
            await().atMost(SOON).until(() -> lab.passwords(false).getLong("open") == 0);
        }
    }

    @Test
    void a_new_user_signs_in_with_the_first_password_and_then_with_the_next_one() throws Exception {
        try (Adsync service = lab.start()) {
            enrol();
            lab.hire("ada", "First-password-1");
            deliver();
            awaitSignsIn("ada", "First-password-1");

            List<Duration> took = new ArrayList<>();
            for (int number = 2; number <= 4; number++) {
                long begun = System.nanoTime();
                lab.change("ada", "Password-of-number-" + number);
                deliver();
                awaitSignsIn("ada", "Password-of-number-" + number);
                took.add(Duration.ofNanos(System.nanoTime() - begun));
            }

            Collections.sort(took);
            assertThat(took.get(took.size() / 2)).as("median of " + took).isLessThan(Duration.ofSeconds(10));
            assertThat(signsIn("ada", "First-password-1")).isFalse();
            controller().beat();
            await().atMost(SOON).until(() -> lab.passwords(false).getLong("open") == 0);
            JsonObject told = lab.ask("passwords");
            assertThat(told.getLong("reporting")).isEqualTo(1);
            assertThat(told.getLong("synced")).isEqualTo(1);
            assertThat(told.getLong("gaps")).isZero();
            assertThat(lab.ask("dc", "list")
                            .getJsonArray("controllers")
                            .getJsonObject(0)
                            .getString("trouble"))
                    .isEmpty();
            service.kill();
        }
    }

    @Test
    void nothing_is_lost_when_the_process_is_killed_between_acknowledgement_and_shipping() throws Exception {
        lab.provider().delay(Duration.ofMillis(300));
        try (Adsync service = lab.start()) {
            enrol();
            for (int number = 0; number < 20; number++) {
                lab.hire("user" + number, "Password-of-" + number);
            }
            deliver();
            service.kill();
        }
        lab.change("user0", "Changed-while-away-0");
        lab.provider().delay(Duration.ZERO);

        try (Adsync service = lab.start()) {
            deliver();

            awaitSignsIn("user0", "Changed-while-away-0");
            for (int number = 1; number < 20; number++) {
                awaitSignsIn("user" + number, "Password-of-" + number);
            }
            service.kill();
        }
    }

    @Test
    void a_marker_password_is_nowhere_but_in_what_is_sealed() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        lab.provider().logRequests(requests::add);
        lab.provider().delay(Duration.ofMillis(20));
        try (Adsync service = lab.start()) {
            enrol();
            lab.hire("ada", MARKER);
            deliver();
            awaitSignsIn("ada", MARKER);
            lab.provider().delay(Duration.ofSeconds(45)); // the next one waits in the journal, and for its answer
            lab.change("ada", MARKER + "2");
            deliver();
            assertThat(lab.ask("passwords").getLong("open")).isEqualTo(1);

            Path dump = folder.resolve("heap.hprof");
            SecretSearch.dumpHeap(service.pid(), dump);
            assertThat(lab.ask("passwords").getLong("open"))
                    .as("waits while the dump is taken")
                    .isEqualTo(1);

            assertThat(SEARCH.found(dump)).isEmpty();
            assertThat(SEARCH.foundBelow(lab.state())).isEmpty();
            assertThat(String.join("\n", service.out()) + String.join("\n", service.err()))
                    .doesNotContain(MARKER)
                    .doesNotContain("eyJ"); // no JWE, sealed as it is
            lab.provider().delay(Duration.ZERO);
            awaitSignsIn("ada", MARKER + "2");
            service.kill();
        }
        assertThat(lab.provider().users().toString()).doesNotContain(MARKER).doesNotContain("encryptedPassword");
        assertThat(requests)
                .filteredOn(request -> request.contains("encryptedPassword"))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(SEARCH.found(Files.write(folder.resolve("requests.log"), requests)))
                .isEmpty();
    }

    private boolean toBeChanged(String account) throws InterruptedException {
        return lab.passwords(true).getJsonArray("unsynced").stream()
                .map(JsonObject.class::cast)
                .anyMatch(user -> user.getString("dn").startsWith("CN=" + account + ",")
                        && user.getString("kind").equals("mustChange"));
    }

    @Test
    void what_waits_of_a_stolen_domain_controller_is_gone_from_the_disk() throws Exception {
        try (Adsync service = lab.start()) {
            enrol();
            lab.hire("ada", "First-password-1");
            lab.mustChange("ada");
            await().atMost(SOON).until(() -> toBeChanged("ada"));
            deliver();
            await().atMost(SOON).until(() -> lab.passwords(false).getLong("held") == 1);
            var sealed = new SecretSearch(all);
            assertThat(sealed.foundBelow(lab.state())).isNotEmpty();

            JsonObject over = lab.ask("dc", "revoke", lab.directory().dnsHostName(), "--stolen");

            assertThat(over.getInteger("rejected") + over.getInteger("underWay"))
                    .isEqualTo(1);
            assertThat(lab.ask("passwords").getLong("open")).isZero();
            await().atMost(PasswordLab.SOON)
                    .until(() -> sealed.foundBelow(lab.state()).isEmpty());
            assertThat(service.out()).noneMatch(line -> line.contains("acknowledged"));
            service.kill();
        }
    }

    @Test
    void the_scan_finds_what_is_there() throws IOException {
        String all = MARKER + "/";
        byte[] base64 = Base64.getUrlEncoder().encode(("…" + all).getBytes(UTF_8));
        byte[] utf16 = all.getBytes(UTF_16LE);
        Files.writeString(folder.resolve("one"), "…" + MARKER + "…");
        Files.write(folder.resolve("two"), base64);
        Files.write(folder.resolve("three"), utf16);

        assertThat(SEARCH.foundBelow(folder))
                .hasSize(3)
                .containsEntry("one", new TreeSet<>(Set.of("UTF-8")))
                .containsEntry("two", new TreeSet<>(Set.of("Base64")))
                .containsEntry("three", new TreeSet<>(Set.of("UTF-16")));
    }
}
