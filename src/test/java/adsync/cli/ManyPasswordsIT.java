package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.PasswordReceiver;
import adsync.intake.SimulatedController;
import adsync.sealing.QuickSealer;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody changes the password at once, through a process whose heap is small. */
class ManyPasswordsIT {

    private static final int PEOPLE = Integer.getInteger("adsync.passwords.people", 2_500);

    /** Each sends as many as one may: 1,000 at once, then 50 a second. */
    private static final int CONTROLLERS = 4;

    private static final int BATCH = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Pattern LIVING = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /** Of a hash that the provider makes, which is not under test. */
    private static final int ROUNDS = 1;

    private static final int MOST_GROWTH_KIB = 6 * 1024;

    /** The heap, and as much again for everything else. */
    private static final int MOST_RESIDENT_KIB = 384 * 1024;

    @TempDir
    private Path folder;

    @Test
    void five_thousand_at_once_arrive_the_newest_of_each_and_memory_stays_flat() throws Exception {
        List<Source> sources = new ArrayList<>();
        PasswordReceiver receiver = PasswordReceiver.hashing(Clock.systemUTC(), ROUNDS);
        try (PasswordLab lab = new PasswordLab(folder, receiver)) {
            lab.directory().seedPeople(PEOPLE - 1);
            QuickSealer sealer = new QuickSealer(lab.keys());
            try (Adsync service = lab.start()) {
                for (int number = 2; number < CONTROLLERS + 2; number++) {
                    sources.add(new Source(lab.enrolAnother("dc" + number), sealer));
                }
                await().atMost(PATIENCE).until(() -> lab.passwords(false).getLong("users") == PEOPLE);
                Map<String, String> newest = change(lab, sources);
                each(sources, Source::seal);
                long before = liveKibibytes(service.pid());

                each(sources, Source::deliverHalf);
                long middle = liveKibibytes(service.pid());
                each(sources, Source::deliverRest);
                await().atMost(PATIENCE).until(() -> receiver.size() == PEOPLE);
                await().atMost(PATIENCE).until(() -> lab.passwords(false).getLong("open") == 0);

                long after = liveKibibytes(service.pid());
                long peak = peakKibibytes(service.pid());
                tellMemory(sources.stream().mapToInt(Source::size).sum(), List.of(before, middle, after, peak));
                newest.forEach((sid, password) ->
                        assertThat(lab.signsIn(sid, password)).as(sid).isTrue());
                JsonObject told = lab.ask("passwords");
                assertThat(told.getLong("synced")).isEqualTo(PEOPLE);
                assertThat(told.getLong("gaps")).isZero();
                assertThat(List.of(middle - before, after - before, after - middle))
                        .as("growth of what lives, in KiB")
                        .allMatch(growth -> growth < MOST_GROWTH_KIB);
                assertThat(peak).as("KiB resident").isLessThan(MOST_RESIDENT_KIB);
                service.kill();
            } finally {
                sources.forEach(Source::close);
            }
        }
    }

    private static void each(List<Source> sources, Consumer<Source> task) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(sources.size())) {
            List<Future<?>> all = new ArrayList<>();
            sources.forEach(source -> all.add(threads.submit(() -> task.accept(source))));
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    /** What was changed on one domain controller. */
    private static final class Source {

        private final SimulatedController controller;
        private final QuickSealer sealer;
        private final List<Supplier<String>> changes = new ArrayList<>();
        private final List<String> sealed = new ArrayList<>();

        Source(SimulatedController controller, QuickSealer sealer) {
            this.controller = controller;
            this.sealer = sealer;
        }

        void changed(String sid, String account, long filetime, byte[] password) {
            byte[] kept = password.clone();
            changes.add(() -> sealer.seal(controller.claim(sid, filetime), account, kept));
        }

        int size() {
            return changes.size();
        }

        /** In the order of the changes; they arrive in another one. */
        void seal() {
            changes.forEach(change -> sealed.add(change.get()));
            Collections.shuffle(sealed, new Random(1));
        }

        void deliverHalf() {
            deliver(sealed.subList(0, sealed.size() / 2));
        }

        void deliverRest() {
            deliver(sealed.subList(sealed.size() / 2, sealed.size()));
        }

        /** As a courier does: what is too much now is sent again. */
        private void deliver(List<String> events) {
            for (int from = 0; from < events.size(); from += BATCH) {
                List<String> batch = events.subList(from, Math.min(from + BATCH, events.size()));
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .untilAsserted(() ->
                                assertThat(controller.deliver(batch)).isSubsetOf("accepted", "duplicate", "stale"));
            }
        }

        void close() {
            controller.close();
        }
    }

    /** Two of each, always on the same domain controller. Returns the newest by SID. */
    private static Map<String, String> change(PasswordLab lab, List<Source> sources) throws LDAPException {
        Map<String, String> newest = new TreeMap<>();
        lab.directory().onPassword((sid, account, changed, password) -> {
            newest.put(sid, new String(password, UTF_8));
            sources.get(newest.size() % sources.size()).changed(sid, account, changed, password);
        });
        int number = 0;
        for (String person : lab.people()) {
            number++;
            lab.changeAt(person, "First-" + number);
            lab.changeAt(person, "Second-" + number);
        }
        assertThat(newest).hasSize(PEOPLE);
        return newest;
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

    /** What a collection leaves of the heap, counted by it: nothing that came after it. */
    private long liveKibibytes(long pid) throws IOException, InterruptedException {
        Matcher living = LIVING.matcher(command(pid, "GC.class_histogram"));
        assertThat(living.find()).isTrue();
        return Long.parseLong(living.group(1)) / 1024;
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
