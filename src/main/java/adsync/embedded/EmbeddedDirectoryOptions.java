package adsync.embedded;

import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EmbeddedDirectory} is like.
 *
 * @param dnsName of the domain, such as {@code corp.example}; the naming context follows from it
 * @param hostName of the domain controller, the first label only
 * @param port for LDAP with StartTLS; 0 takes a free one
 * @param ldapsPort for LDAPS; 0 takes a free one
 * @param profile which server it is like
 * @param accounts who can log in from the start
 * @param clock its time
 * @param seed of everything drawn by chance, identifiers included; equal seeds make equal domains
 * @param sslContext the server's certificate; null for one made at the start and signed by itself
 */
public record EmbeddedDirectoryOptions(
        String dnsName,
        String hostName,
        int port,
        int ldapsPort,
        DirectoryProfile profile,
        Accounts accounts,
        Clock clock,
        long seed,
        @Nullable SSLContext sslContext) {

    private static final String DEFAULT_PASSWORD = "Passw0rd.1";

    /**
     * The accounts of a new domain.
     *
     * @param administratorPassword of {@code Administrator}, who may change everything
     * @param serviceName of an account that may replicate, see deleted objects and change nothing
     * @param readerName of an account that may only read
     */
    public record Accounts(
            String administratorPassword,
            String serviceName,
            String servicePassword,
            String readerName,
            String readerPassword) {

        /** Without the passwords. */
        @Override
        public String toString() {
            return "Accounts[" + serviceName + ", " + readerName + "]";
        }
    }

    public EmbeddedDirectoryOptions {
        if (!dnsName.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*")) {
            throw new IllegalArgumentException("dnsName must be a DNS name, was " + dnsName);
        }
    }

    /** A Windows-like {@code corp.example} on free ports; every password is {@code Passw0rd.1}. */
    public static EmbeddedDirectoryOptions defaults() {
        return new EmbeddedDirectoryOptions(
                "corp.example",
                "dc1",
                0,
                0,
                DirectoryProfile.windows(),
                new Accounts(DEFAULT_PASSWORD, "svc-adsync", DEFAULT_PASSWORD, "reader", DEFAULT_PASSWORD),
                Clock.systemUTC(),
                1,
                null);
    }

    /** The same for another domain. */
    public EmbeddedDirectoryOptions named(String dns, String host) {
        return new EmbeddedDirectoryOptions(dns, host, port, ldapsPort, profile, accounts, clock, seed, sslContext);
    }

    /** The same on fixed ports; 0 takes a free one. */
    public EmbeddedDirectoryOptions listeningOn(int ldap, int ldaps) {
        return new EmbeddedDirectoryOptions(dnsName, hostName, ldap, ldaps, profile, accounts, clock, seed, sslContext);
    }

    /** The same, like another server. */
    public EmbeddedDirectoryOptions like(DirectoryProfile other) {
        return new EmbeddedDirectoryOptions(
                dnsName, hostName, port, ldapsPort, other, accounts, clock, seed, sslContext);
    }

    /** The same with other accounts. */
    public EmbeddedDirectoryOptions with(Accounts others) {
        return new EmbeddedDirectoryOptions(
                dnsName, hostName, port, ldapsPort, profile, others, clock, seed, sslContext);
    }

    /** The same under another clock and from another seed. */
    public EmbeddedDirectoryOptions under(Clock time, long chance) {
        return new EmbeddedDirectoryOptions(
                dnsName, hostName, port, ldapsPort, profile, accounts, time, chance, sslContext);
    }

    /** The same with a certificate of one's own. */
    public EmbeddedDirectoryOptions securedBy(SSLContext context) {
        return new EmbeddedDirectoryOptions(
                dnsName, hostName, port, ldapsPort, profile, accounts, clock, seed, context);
    }
}
