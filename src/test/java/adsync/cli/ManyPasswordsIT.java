package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.testing.Adsync;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody changes the password at once, through a process whose heap is small. */
class ManyPasswordsIT {

    private static final int PEOPLE = Integer.getInteger("adsync.passwords.people", 1_000);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /** Of a hash that the provider makes: few, since the provider is not under test. */
    private static final int ROUNDS = 1_000;

    private static final int MOST_GROWTH_KIB = 6 * 1024;

    /** The heap, and as much again for everything else. */
    private static final int MOST_RESIDENT_KIB = 384 * 1024;

    @TempDir
    private Path folder;

    @Test
    void five_thousand_at_once_arrive_the_newest_of_each_and_memory_stays_flat() throws Exception {
        PasswordReceiver receiver = PasswordReceiver.hashing(Clock.systemUTC(), ROUNDS);
        try (PasswordLab lab = new PasswordLab(folder, receiver)) {
            lab.directory().seedPeople(PEOPLE - 1);
            try (Adsync service = lab.start();
                    SimulatedController controller = lab.enrol()) {
                await().atMost(PATIENCE).until(() -> lab.ask("passwords").getLong("users") == PEOPLE);
                Map<String, String> newest = new TreeMap<>();
                List<String> sealed = change(lab, controller, newest);
                long before = liveKibibytes(service.pid());

                long middle = 0;
                for (int from = 0; from < sealed.size(); from += 200) {
                    deliver(controller, sealed.subList(from, Math.min(from + 200, sealed.size())));
                    if (middle == 0 && from >= sealed.size() / 2) {
                        middle = liveKibibytes(service.pid());
                    }
                }
                await().atMost(PATIENCE).until(() -> receiver.size() == PEOPLE);
                await().atMost(PATIENCE).until(() -> lab.ask("passwords").getLong("open") == 0);

                long after = liveKibibytes(service.pid());
                long peak = peakKibibytes(service.pid());
                tellMemory(sealed.size(), List.of(before, middle, after, peak));
                newest.forEach((sid, password) ->
                        assertThat(lab.signsIn(sid, password)).as(sid).isTrue());
                JsonObject told = lab.ask("passwords");
                assertThat(told.getLong("synced")).isEqualTo(PEOPLE);
                assertThat(told.getLong("gaps")).isZero();
                assertThat(List.of(middle - before, after - before))
                        .as("growth of what lives, in KiB")
                        .allMatch(growth -> growth < MOST_GROWTH_KIB);
                assertThat(peak).as("KiB resident").isLessThan(MOST_RESIDENT_KIB);
                service.kill();
            }
        }
    }

    /** One or two of each, the older one sometimes behind the newer one. */
    private static List<String> change(PasswordLab lab, SimulatedController controller, Map<String, String> newest)
            throws LDAPException {
        List<String> sealed = new ArrayList<>();
        lab.directory().onPassword((sid, account, changed, password) -> {
            sealed.add(controller.seal(sid, account, changed, password));
            newest.put(sid, new String(password, UTF_8));
        });
        for (String person : lab.people()) {
            lab.changeAt(person, "First-" + sealed.size());
            if (sealed.size() % 5 == 0) {
                lab.changeAt(person, "Second-" + sealed.size());
            }
        }
        assertThat(newest).hasSize(PEOPLE);
        Collections.shuffle(sealed, new Random(1));
        return sealed;
    }

    /** As a courier does: what is too much now is sent again. */
    private static void deliver(SimulatedController controller, List<String> batch) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(
                        () -> assertThat(controller.deliver(batch)).isSubsetOf("accepted", "duplicate", "stale"));
    }

    /** For docs/password-tests.md. */
    private static void tellMemory(int events, List<Long> kibibytes) {
        System.out.printf(
                "%d people, %d password changes: live heap %d KiB before, %d KiB in the middle, %d KiB after;"
                        + " most memory resident %d KiB%n",
                PEOPLE, events, kibibytes.get(0), kibibytes.get(1), kibibytes.get(2), kibibytes.get(3));
    }

    private static long peakKibibytes(long pid) throws IOException {
        Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        assertThat(peak.find()).isTrue();
        return Long.parseLong(peak.group(1));
    }

    /** What is left of the heap after a collection. */
    private long liveKibibytes(long pid) throws IOException, InterruptedException {
        command(pid, "GC.run");
        Matcher used = USED.matcher(command(pid, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        assertThat(sum).isPositive();
        return sum;
    }

    private String command(long pid, String command) throws IOException, InterruptedException {
        Path said = folder.resolve("jcmd");
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(said);
    }
}
