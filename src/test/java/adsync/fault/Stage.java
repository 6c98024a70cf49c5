package adsync.fault;

import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.SambaDomain;
import adsync.testing.ScimServer;
import adsync.testing.Service;
import adsync.testing.ServiceProcess;
import adsync.testing.TcpProxy;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Samba domain, ADSync as a process of its own, and a SCIM server, with something that breaks between and below each of them.
 * Needs root, for the state folder is a small file system of its own. Used by one thread.
 */
final class Stage implements AutoCloseable {

    private static final int LDAP_PORT = 389;
    private static final long COMMAND_SECONDS = 60;
    private static final long LOOK_MILLISECONDS = 100;
    private static final String STATE_SIZE = "size=96m";
    private static final byte[] FILLING = new byte[1 << 20];

    private final SambaDomain samba = SambaDomain.fresh();
    private final TcpProxy directory = TcpProxy.before(samba.address(), LDAP_PORT);
    private final ScimServer provider;
    private final FaultProxy proxy;
    private final String unit;
    private final Path folder;
    private final Path state;
    private final Path clock;
    private final Path configuration;
    private @Nullable ServiceProcess service;
    private @Nullable LDAPConnection administrator;

    /** Sets it, and starts the service for the empty unit. */
    Stage(Supplier<ScimServer> providers) throws IOException, LDAPException {
        folder = Files.createTempDirectory("adsync-chaos");
        state = Files.createDirectory(folder.resolve("state"));
        clock = Files.writeString(folder.resolve("clock"), "+0");
        run("mount", "-t", "tmpfs", "-o", STATE_SIZE, "tmpfs", state.toString());
        provider = providers.get();
        proxy = FaultProxy.before(provider.url());
        unit = "OU=Chaos," + samba.baseDn();
        administrator().add(unit, new Attribute("objectClass", "organizationalUnit"));
        String keys = """
                servers: ["ldap://127.0.0.1:%d"]
                allowClearText: true
                root: "%s"
                user: %s
                password: %s
                poll: 2s
                """.formatted(directory.port(), unit, samba.directoryUserUpn(), samba.password());
        configuration = Service.configuration(folder, keys, provider, proxy.url(), Service.UNGUARDED);
        startService();
    }

    String unit() {
        return unit;
    }

    FaultProxy provider() {
        return proxy;
    }

    TcpProxy directory() {
        return directory;
    }

    SambaDomain samba() {
        return samba;
    }

    ServiceProcess service() {
        if (service == null) {
            throw new IllegalStateException("the service was not started");
        }
        return service;
    }

    void startService() {
        service = ServiceProcess.start(
                configuration,
                Map.of(
                        "LD_PRELOAD",
                        fakeTime().toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        clock.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1"));
        service.awaitStarted();
    }

    /** Sets the service's clock off. */
    void clockIsOff(Duration by) throws IOException {
        Files.writeString(clock, (by.isNegative() ? "" : "+") + by.toSeconds());
    }

    /** Sends a signal to the service. */
    void signal(String name) {
        run("kill", "-" + name, Long.toString(service().pid()));
    }

    /** Lets the service open nothing more than it has open, or as much as it could before. */
    void limitDescriptors(boolean limited) throws IOException {
        String process = Long.toString(service().pid());
        String hard = run("prlimit", "--pid", process, "--nofile", "--output", "HARD", "--noheadings")
                .strip();
        long open;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", process, "fd"))) {
            open = descriptors.count();
        }
        run("prlimit", "--pid", process, "--nofile=" + (limited ? Long.toString(open) : hard) + ":" + hard);
    }

    /** Leaves no room in the state folder, or gives it back. */
    void fillDisk(boolean full) throws IOException {
        Path ballast = state.resolve("ballast");
        if (!full) {
            Files.deleteIfExists(ballast);
            return;
        }
        try (OutputStream file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(FILLING);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** Makes the journal unwritable even for root, or as it was. */
    void protectJournal(boolean protect) throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("journal.db"))
                    .toList()) {
                run("chattr", protect ? "+i" : "-i", file.toString());
            }
        }
    }

    /** A connection of an administrator past all that breaks; made anew after a failure. */
    LDAPConnection administrator() {
        if (administrator == null || !administrator.isConnected()) {
            administrator = samba.administrator();
        }
        return administrator;
    }

    /** Forgets the administrator's connection. */
    void reconnect() {
        if (administrator != null) {
            administrator.close();
        }
    }

    /** How the provider differs from the directory, in words. */
    List<String> differences() throws LDAPException {
        return Comparison.differences(administrator(), unit, provider.users());
    }

    /**
     * Has the domain controller forget what happened since its backup. Waits for the service to look at it: once it has counted
     * further than before, nobody can tell any more.
     */
    void putControllerBack() {
        long before = enumerations();
        samba.putBack();
        reconnect();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMAND_SECONDS);
        while (enumerations() == before && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLISECONDS));
        }
    }

    private long enumerations() {
        return service().logged("enumerating the root").size();
    }

    /** Keeps the service's log. */
    void writeLog(Path file) throws IOException {
        Files.write(file, service().lines());
    }

    /** Stops the service as an operator does, and has its audit log verified. */
    void verifyAudit() {
        signal("TERM");
        service().awaitEnd();
        run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "adsync.cli.Main",
                "audit",
                "verify",
                "--config",
                configuration.toString());
    }

    /** No fault is left in force. */
    void heal() throws IOException {
        proxy.heal();
        directory.heal();
        clockIsOff(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
        reconnect();
        proxy.close();
        provider.close();
        directory.close();
        samba.close();
        run("umount", state.toString());
        for (Path file : List.of(state, clock, configuration, folder)) {
            Files.delete(file);
        }
    }

    private static Path fakeTime() {
        Optional<Path> library = run("dpkg-query", "--listfiles", "libfaketime")
                .lines()
                .filter(file -> file.endsWith("/libfaketime.so.1"))
                .map(Path::of)
                .findFirst();
        return library.orElseThrow(() -> new IllegalStateException("the package libfaketime has no library"));
    }

    /** Runs a command and returns what it printed. */
    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = new ArrayList<>();
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(lines::add);
            }
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ": " + String.join("\n", lines));
            }
            return String.join("\n", lines);
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " is missing: scripts/chaos installs it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command[0], e);
        }
    }

    /** One request of so many meets the fault. */
    void everyRequest(Fault fault) {
        proxy.always(any -> true, fault);
    }
}
