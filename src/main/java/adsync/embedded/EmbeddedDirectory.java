package adsync.embedded;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.StartTLSRequestHandler;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One domain controller of an Active Directory domain of its own, in this process, reached over LDAP, StartTLS and LDAPS
 * on the loopback address. It follows MS-ADTS where ADSync depends on it, in what it refuses too: DirSync with cookies
 * and pages, change notification, tombstones, links, and the names and identifiers the directory makes itself.
 *
 * <p>Thread-safe. Everything is in memory and gone after {@link #close}.
 */
public final class EmbeddedDirectory implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedDirectory.class);

    private final EmbeddedDirectoryOptions options;
    private final RandomGenerator random;
    private final Faults faults = new Faults();
    private final Connections connections = new Connections();
    private final Domain domain;
    private final AccessRights rights;
    private final Replication replication;
    private final People people;
    private final ServerIdentity identity;
    private final LDAPListener ldap;
    private final LDAPListener ldaps;
    private final PasswordWatch passwords;

    private EmbeddedDirectory(Beginning beginning) throws IOException {
        this.options = beginning.options();
        this.random = beginning.random();
        this.domain = beginning.domain();
        this.rights = beginning.rights();
        this.replication = beginning.replication();
        this.identity = beginning.identity();
        this.people = new People(domain, random);
        faults.reach(new Faults.Inside(domain, rights, connections));
        domain.store().observe(object -> {
            if (!faults.silent()) {
                connections.note(object);
            }
        });
        this.passwords = new PasswordWatch(domain.store());
        SSLContext tls = identity.context();
        LDAPListenerRequestHandler requests =
                new ConnectionHandler(new Services(domain, rights, faults, connections, passwords));
        this.ldap = listen(options.port(), new StartTLSRequestHandler(tls.getSocketFactory(), requests), null);
        this.ldaps = listen(options.ldapsPort(), requests, tls);
    }

    /** What a domain controller starts with: a new domain, what it received of one, or what a backup holds. */
    record Beginning(
            EmbeddedDirectoryOptions options,
            RandomGenerator random,
            Domain domain,
            AccessRights rights,
            Replication replication,
            ServerIdentity identity) {}

    /**
     * Starts a domain controller that accepts connections when this returns.
     *
     * @throws UncheckedIOException if a port is taken
     */
    public static EmbeddedDirectory start(EmbeddedDirectoryOptions options) {
        RandomGenerator random = new SplittableRandom(options.seed());
        Store store = new Store(options.clock(), random);
        AccessRights rights = new AccessRights();
        Domain domain = unrefused(() -> store.write(() -> FirstObjects.create(store, options, random, rights)));
        return start(new Beginning(
                options, random, domain, rights, replicationOf(store, options), ServerIdentity.of(options)));
    }

    static EmbeddedDirectory start(Beginning beginning) {
        try {
            EmbeddedDirectory directory = new EmbeddedDirectory(beginning);
            LOGGER.atInfo().addKeyValue("url", directory.ldapUrl()).log("embedded directory started");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded directory cannot listen", e);
        }
    }

    /** Starts a domain controller with {@link EmbeddedDirectoryOptions#defaults()}. */
    public static EmbeddedDirectory start() {
        return start(EmbeddedDirectoryOptions.defaults());
    }

    /**
     * Starts a further domain controller of this domain on free ports. It has a database, numbers and faults of its own,
     * begins with all that this one knows, and later knows what {@link #replicateFrom} brings.
     *
     * @param hostName the first label of its name
     */
    public EmbeddedDirectory startReplica(String hostName) {
        EmbeddedDirectoryOptions own = options.named(options.dnsName(), hostName)
                .listeningOn(0, 0)
                .under(options.clock(), options.seed() ^ hostName.hashCode());
        RandomGenerator chance = new SplittableRandom(own.seed());
        Store store = new Store(own.clock(), chance);
        Replication received = replicationOf(store, own);
        Domain joined = unrefused(() -> {
            received.receive(domain.store());
            return store.write(() -> {
                Domain replica = domain.elsewhere(store, hostName);
                FirstObjects.addController(replica);
                return replica;
            });
        });
        return start(new Beginning(own, chance, joined, rights.copy(), received, ServerIdentity.of(own)));
    }

    /**
     * Receives everything that another domain controller of this domain learnt since the last time. One direction, and
     * only now: until it is called, this one is behind.
     */
    public void replicateFrom(EmbeddedDirectory other) {
        unrefused(() -> {
            replication.receive(other.domain.store());
            return other;
        });
    }

    /** This domain controller as it is now, to come back to. */
    public Backup backup() {
        EmbeddedDirectoryOptions samePorts = options.listeningOn(port(), ldapsPort());
        return unrefused(() -> domain.store().read(() -> {
            Store kept = domain.store().copy(new SplittableRandom(samePorts.seed()));
            Domain keptDomain = domain.elsewhere(kept, domain.hostName());
            return new Backup(new Beginning(
                    samePorts,
                    new SplittableRandom(random.nextLong()),
                    keptDomain,
                    rights.copy(),
                    replication.copy(kept),
                    identity));
        }));
    }

    private static Replication replicationOf(Store store, EmbeddedDirectoryOptions options) {
        return new Replication(store, options.profile().has(Behaviour.RECYCLE_BIN));
    }

    /** What the directory does of its own accord is never refused. */
    static <T> T unrefused(Step<T> step) {
        try {
            return step.run();
        } catch (LDAPException e) {
            throw new IllegalStateException("the directory refused itself", e);
        }
    }

    private static LDAPListener listen(int port, LDAPListenerRequestHandler handler, @Nullable SSLContext tls)
            throws IOException {
        LDAPListenerConfig config = new LDAPListenerConfig(port, handler);
        config.setListenAddress(InetAddress.getLoopbackAddress());
        if (tls != null) {
            config.setServerSocketFactory(tls.getServerSocketFactory());
        }
        LDAPListener listener = new LDAPListener(config);
        listener.startListening();
        return listener;
    }

    /** Such as {@code ldap://127.0.0.1:12345}; StartTLS is understood. */
    public String ldapUrl() {
        return "ldap://" + host() + ":" + port();
    }

    /** Such as {@code ldaps://127.0.0.1:12346}. */
    public String ldapsUrl() {
        return "ldaps://" + host() + ":" + ldapsPort();
    }

    /** The loopback address it listens on. */
    public String host() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    /** The port for LDAP and StartTLS. */
    public int port() {
        return ldap.getListenPort();
    }

    /** The port for LDAPS. */
    public int ldapsPort() {
        return ldaps.getListenPort();
    }

    /** The certificate clients must trust, in PEM form; empty if the options brought an SSL context. */
    public String certificatePem() {
        return identity.pem();
    }

    /** The distinguished name of the domain's naming context. */
    public String baseDn() {
        return domain.root().dn();
    }

    /** Who may change everything, as a user principal name. */
    public String administrator() {
        return principal("Administrator");
    }

    /** Who may replicate and see deleted objects, as a user principal name. */
    public String serviceAccount() {
        return principal(options.accounts().serviceName());
    }

    /** Who may only read, as a user principal name. */
    public String readerAccount() {
        return principal(options.accounts().readerName());
    }

    private String principal(String name) {
        return name + "@" + options.dnsName();
    }

    /** What it was started with. */
    public EmbeddedDirectoryOptions options() {
        return options;
    }

    /** From now on tells of passwords that are set over LDAP. */
    public void onPassword(PasswordListener listener) {
        passwords.listen(listener);
    }

    /** The objectGUID of this domain controller's computer object, in its text form. */
    public String computerGuid() {
        String dn = "CN=" + domain.hostName().toUpperCase(Locale.ROOT) + ",OU=Domain Controllers," + baseDn();
        return unrefused(() ->
                domain.store().read(() -> domain.names().required(dn).guid().toString()));
    }

    /** Its own DNS name. */
    public String dnsHostName() {
        return domain.dnsHostName();
    }

    /** What can go wrong with it. */
    public Faults faults() {
        return faults;
    }

    /** How many client connections are open. */
    public int openConnections() {
        return connections.count();
    }

    /** How many searches it was asked for so far, those of the rootDSE included. */
    public long searches() {
        return connections.searches();
    }

    /** The highest update sequence number given out. */
    public long highestUsn() {
        return unrefused(() -> domain.store().read(() -> domain.store().highestUsn()));
    }

    /**
     * Hires that many people below {@code OU=Staff}, one organizational unit a department, without the detour over
     * LDAP. Every fiftieth account is disabled; nine of ten people have a manager.
     */
    public void seedPeople(int count) {
        unrefused(() -> domain.store().write(() -> {
            people.hire(count);
            return count;
        }));
        LOGGER.atInfo().addKeyValue("people", count).log("embedded directory seeded");
    }

    /** Closes every connection and stops listening. */
    @Override
    public void close() {
        faults.gate().abolish();
        connections.closeAll();
        ldap.shutDown(true);
        ldaps.shutDown(true);
    }
}
