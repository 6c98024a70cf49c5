package adsync.testing;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Active Directory domain controller: Samba, through the script {@code src/test/samba/samba-dc}, with a folder
 * and a loopback address of its own. It listens on the fixed LDAP ports and therefore needs root. Whatever runs when
 * the JVM exits is stopped and its folder deleted. All methods block.
 */
public final class SambaDomain implements AutoCloseable {

    /** How Samba spreads its work over processes; change notifications depend on it. */
    public enum Model {
        /** One process: notifications come at once. */
        SINGLE,
        /** Several processes, Samba's default: notifications of changes made through another one take up to 5 s. */
        PREFORK
    }

    private static final Path SCRIPT =
            Path.of("src", "test", "samba", "samba-dc").toAbsolutePath();
    private static final String USUAL = "lab.test";
    private static final String PASSWORD = "Passw0rd.Lab1";
    private static final int LDAP_PORT = 389;
    private static final int LDAPS_PORT = 636;
    private static final int CLAIM_PORT = 10_389;
    private static final long SCRIPT_SECONDS = 300;
    private static final int LAST_HOST = 254;

    private static @Nullable SambaDomain shared;

    private final String domain;
    private final String baseDn;
    private final Model model;
    private final List<String> settings;
    private final Path extra;
    private final Path home;
    private final String address;
    /** Held as long as this lives: Samba listens seconds after the address was chosen, and other JVMs choose too. */
    private final ServerSocket claim;

    private final Thread atExit = new Thread(this::discard, "samba-domain-exit");

    private SambaDomain(String domain, Model model, List<String> settings) {
        this.domain = domain;
        this.baseDn = "DC=" + domain.replace(".", ",DC=");
        this.model = model;
        this.settings = settings;
        claim = claimAddress();
        address = claim.getInetAddress().getHostAddress();
        try {
            home = Files.createTempDirectory("dc");
            extra = Files.write(Files.createTempFile("samba-dc", ".conf"), settings);
            extra.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The domain all tests of this JVM share: running, for tests that neither stop it nor count what is in it. */
    public static synchronized SambaDomain shared() {
        if (shared == null) {
            shared = fresh();
        }
        return shared;
    }

    /** A new, running domain in one process. The caller closes it. */
    public static SambaDomain fresh() {
        return fresh(Model.SINGLE);
    }

    /** A new, running domain. The caller closes it. */
    public static SambaDomain fresh(Model model) {
        return fresh(model, List.of());
    }

    /** A new, running domain with more lines in the section global of smb.conf. The caller closes it. */
    public static SambaDomain fresh(Model model, List<String> settings) {
        return started(new SambaDomain(USUAL, model, settings));
    }

    /** A new, running domain of this DNS name. The caller closes it. */
    public static SambaDomain named(String domain) {
        return started(new SambaDomain(domain, Model.SINGLE, List.of()));
    }

    private static SambaDomain started(SambaDomain fresh) {
        fresh.start();
        return fresh;
    }

    /** Starts it and waits until LDAP answers; harmless if it runs. */
    public void start() {
        script("start");
    }

    /** Stops it; the data stays. Harmless if it does not run. */
    public void stop() {
        script("stop");
    }

    /** Stops and starts it with the same data. */
    public void restart() {
        stop();
        start();
    }

    /** Keeps a copy of its databases, as a backup of the machine would. */
    public void backUp() {
        stop();
        copyDatabases("private", "backup");
        start();
    }

    /** Puts the copy back, past all that Samba would do for a restored domain controller: its numbers count on from the copy. */
    public void putBack() {
        stop();
        copyDatabases("backup", "private");
        start();
    }

    private void copyDatabases(String from, String to) {
        try {
            deleteTree(home.resolve(to));
            Process copy = new ProcessBuilder(
                            "cp",
                            "-a",
                            home.resolve(from).toString(),
                            home.resolve(to).toString())
                    .inheritIO()
                    .start();
            if (copy.waitFor() != 0) {
                throw new IllegalStateException("no copy of " + home.resolve(from) + " could be made");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Adds so many users, {@code u000001} and on, with OUs and groups; past the LDAP server, also while it runs. */
    public void seed(int users) {
        script("seed", Integer.toString(users));
    }

    /** Adds entries, past the LDAP server, which would take ten times as long; also while it runs. */
    public void add(List<Entry> entries) {
        try {
            Path file = Files.createTempFile("samba-dc", ".ldif");
            try {
                Files.writeString(
                        file, entries.stream().map(Entry::toLDIFString).collect(Collectors.joining("\n")));
                script("add", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs samba-tool on this domain's database and returns what it printed. */
    public String tool(String... arguments) {
        return script("tool", arguments);
    }

    /** {@code ldap://} with address and port; StartTLS works, and simple binds in clear are allowed. */
    public String ldapUrl() {
        return "ldap://" + address + ":" + LDAP_PORT;
    }

    /** {@code ldaps://} with address and port; the certificate names the address. */
    public String ldapsUrl() {
        return "ldaps://" + address + ":" + LDAPS_PORT;
    }

    /** The loopback address it listens on. */
    public String address() {
        return address;
    }

    /** The certificate, in PEM, that signed the server's. */
    public Path caFile() {
        return home.resolve("tls").resolve("ca.pem");
    }

    /** Its smb.conf. */
    public Path configuration() {
        return home.resolve("etc").resolve("smb.conf");
    }

    /** The DN of the domain, root of its naming context. */
    public String baseDn() {
        return baseDn;
    }

    /** The OU that seeded users are in, and a good place for others. */
    public String peopleDn() {
        return "OU=People," + baseDn;
    }

    /** The OU that seeded groups are in, and a good place for others. */
    public String groupsDn() {
        return "OU=Groups," + baseDn;
    }

    /** The account that may use DirSync and see deletions, and may change nothing. */
    public String directoryUserDn() {
        return "CN=svc-dirsync,OU=Services," + baseDn;
    }

    /** The same account as a user principal name. */
    public String directoryUserUpn() {
        return "svc-dirsync@" + domain;
    }

    /** The password of every account in it, the administrator's included. */
    public String password() {
        return PASSWORD;
    }

    /** A new connection as the domain's administrator, for the changes a test makes. The caller closes it. */
    public LDAPConnection administrator() {
        try {
            return new LDAPConnection(address, LDAP_PORT, "CN=Administrator,CN=Users," + baseDn, PASSWORD);
        } catch (LDAPException e) {
            throw new IllegalStateException("the administrator cannot log in at " + address, e);
        }
    }

    /** Stops it and deletes its data. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        discard();
    }

    private void discard() {
        stop();
        try {
            claim.close();
            deleteTree(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private String script(String command, String... arguments) {
        var line = new ArrayList<>(List.of(SCRIPT.toString(), command));
        line.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("samba-dc", ".log");
            try {
                int exit = run(line, output);
                String said = Files.readString(output);
                if (exit != 0) {
                    throw new IllegalStateException(
                            "samba-dc " + command + " failed with exit code " + exit + ": " + said);
                }
                return said;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(List<String> line, Path output) {
        var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SAMBA_DC_HOME", home.toString());
        builder.environment().put("SAMBA_DC_IP", address);
        builder.environment().put("SAMBA_DC_DOMAIN", domain);
        builder.environment().put("SAMBA_DC_PASSWORD", PASSWORD);
        builder.environment().put("SAMBA_DC_MODEL", model == Model.SINGLE ? "single" : "prefork");
        builder.environment().put("SAMBA_DC_SERVICES", "ldap kdc");
        if (!settings.isEmpty()) {
            builder.environment().put("SAMBA_DC_EXTRA_CONF", extra.toString());
        }
        return builder;
    }

    private int run(List<String> line, Path output) throws IOException {
        Process process = builder(line, output).start();
        try {
            if (!process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " did not end within " + SCRIPT_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + line, e);
        }
    }

    /** An address of 127.0.20.0/24 whose LDAP port is free; JVMs that run side by side begin at different ones. */
    private static ServerSocket claimAddress() {
        int first = (int) (ProcessHandle.current().pid() % LAST_HOST);
        IOException last = new IOException("no address tried");
        for (int i = 0; i < LAST_HOST; i++) {
            String candidate = "127.0.20." + ((first + i) % LAST_HOST + 1);
            try {
                return claim(InetAddress.getByName(candidate));
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IllegalStateException("no loopback address with a free port " + LDAP_PORT + " (it needs root)", last);
    }

    private static ServerSocket claim(InetAddress candidate) throws IOException {
        var claim = new ServerSocket(CLAIM_PORT, 1, candidate);
        try {
            new ServerSocket(LDAP_PORT, 1, candidate).close();
            return claim;
        } catch (IOException e) {
            claim.close();
            throw e;
        }
    }
}
