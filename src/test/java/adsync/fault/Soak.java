package adsync.fault;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.FreePort;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.ServiceProcess;
import adsync.testing.TcpProxy;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Changes people at a steady pace for long, breaks something every half minute, and watches whether the service grows. The
 * program behind {@code scripts/soak}, which says how it is called. The people are always about as many, and the accounts of
 * those who left are deleted: whatever grows does so without need.
 */
final class Soak implements AutoCloseable {

    private static final int PEOPLE = 1_000;
    private static final int SAMPLES = 40;
    private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(25);
    private static final Duration FAULT_LASTS = Duration.ofSeconds(5);
    private static final Duration CONVERGES_WITHIN = Duration.ofMinutes(3);
    private static final long ASK_EVERY_MILLISECONDS = 500;

    private final Random random;
    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final TcpProxy directoryProxy = TcpProxy.before(directory.host(), directory.port());
    private final SdkScimServer provider = SdkScimServer.start();
    private final FaultProxy providerProxy = FaultProxy.before(provider.url());
    private final Path folder = Files.createTempDirectory("adsync-soak");
    private final String unit = "OU=Soak," + directory.baseDn();
    private final LDAPConnection administrator;
    private final Traffic traffic;
    private final ServiceProcess service;
    private final Vitals vitals;

    /** What can be broken here without ending the service. */
    private final List<Runnable> faults = List.of(
            () -> everyRequest(Fault.tooManyRequests(Duration.ofSeconds(1))),
            () -> everyRequest(Fault.status(500)),
            () -> everyRequest(Fault.resetAfter()),
            () -> everyRequest(Fault.truncated()),
            () -> everyRequest(Fault.slow(Duration.ofMillis(700))),
            providerProxy::refuse,
            directoryProxy::cut,
            directoryProxy::refuse,
            directoryProxy::silence,
            () -> directoryProxy.slow(Duration.ofMillis(150)));

    private Soak(long seed) throws IOException, LDAPException {
        random = new Random(seed);
        var accounts = directory.options().accounts();
        administrator = new LDAPConnection(
                directory.host(), directory.port(), directory.administrator(), accounts.administratorPassword());
        administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
        traffic = new Traffic(administrator, unit, random, 0, PEOPLE);
        int port = FreePort.draw();
        String keys =
                """
                servers: ["ldap://127.0.0.1:%d"]
                allowClearText: true
                root: "%s"
                user: %s
                password: %s
                poll: 2s
                """.formatted(directoryProxy.port(), unit, directory.serviceAccount(), accounts.servicePassword());
        Path file = Service.configuration(
                folder, keys, provider, providerProxy.url(), "deprovision: delete", Service.UNGUARDED);
        Files.writeString(file, Files.readString(file).replace("127.0.0.1:0", "127.0.0.1:" + port));
        service = ServiceProcess.start(file).awaitStarted();
        vitals = new Vitals(service.pid(), port, folder.resolve("state"));
    }

    /** Takes {@code --name value} pairs. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options =
                new HashMap<>(Map.of("--minutes", "60", "--rate", "50", "--seed", Long.toString(System.nanoTime())));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (options.put(arguments[i], arguments[i + 1]) == null) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        long seed = Long.parseLong(options.getOrDefault("--seed", ""));
        Duration duration = Duration.ofMinutes(Long.parseLong(options.getOrDefault("--minutes", "")));
        System.out.println("seed " + seed);
        boolean well;
        try (var soak = new Soak(seed)) {
            List<Vitals.Sample> samples = soak.run(duration, Integer.parseInt(options.getOrDefault("--rate", "")));
            boolean complete = soak.complete();
            well = Vitals.flat(samples) && complete;
        }
        System.exit(well ? 0 : 1);
    }

    private List<Vitals.Sample> run(Duration duration, int rate) throws Exception {
        long begun = System.nanoTime();
        long nextFault = begun + BETWEEN_FAULTS.toNanos();
        boolean broken = false;
        List<Vitals.Sample> samples = new ArrayList<>();
        System.out.println(Vitals.Sample.HEADINGS);
        long changes = 0;
        for (long now = begun; now - begun < duration.toNanos() && service.alive(); now = System.nanoTime()) {
            traffic.happen(administrator);
            changes++;
            if (now >= nextFault) {
                broken = !broken;
                heal();
                if (broken) {
                    faults.get(random.nextInt(faults.size())).run();
                }
                nextFault = now + (broken ? FAULT_LASTS : BETWEEN_FAULTS).toNanos();
            }
            if ((now - begun) * SAMPLES >= samples.size() * duration.toNanos()) {
                Vitals.Sample sample = vitals.sample();
                samples.add(sample);
                System.out.printf(Locale.ROOT, "%8.1f %9d %s%n", (now - begun) / 6e10, changes, sample);
            }
            LockSupport.parkNanos(begun + changes * TimeUnit.SECONDS.toNanos(1) / rate - System.nanoTime());
        }
        return samples;
    }

    /** Whether, in the end, the provider equals the directory. */
    private boolean complete() throws LDAPException {
        heal();
        long healed = System.nanoTime();
        List<String> differences = differences();
        while (!differences.isEmpty() && System.nanoTime() - healed < CONVERGES_WITHIN.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_EVERY_MILLISECONDS));
            differences = differences();
        }
        differences.forEach(System.out::println);
        System.out.println(differences.isEmpty() ? "nothing lost, nothing twice" : "not as it should be");
        return differences.isEmpty();
    }

    private List<String> differences() throws LDAPException {
        return service.alive()
                ? Comparison.differences(administrator, unit, provider.users())
                : List.of("the service ended by itself");
    }

    private void everyRequest(Fault fault) {
        providerProxy.always(any -> true, fault);
    }

    private void heal() {
        providerProxy.heal();
        directoryProxy.heal();
    }

    @Override
    public void close() throws IOException {
        service.close();
        administrator.close();
        providerProxy.close();
        provider.close();
        directoryProxy.close();
        directory.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
