package adsync.directory;

import adsync.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * How to reach the directory.
 *
 * @param servers {@code ldap://} or {@code ldaps://} addresses in order of preference; empty if {@code domain} is given
 * @param domain DNS name whose domain controllers are found by SRV records (RFC 2782, MS-ADTS 6.3.2.3)
 * @param login who we are
 * @param trust certificates (PEM) to trust instead of the JVM's
 * @param startTls whether {@code ldap://} is turned into TLS before the bind
 * @param allowClearText whether {@code ldap://} without StartTLS is accepted
 * @param attributes the user attributes to read, as the mapping needs them
 * @param groups whether groups and their members are followed
 * @param only DNS name of the domain whose domain controllers alone are used; empty for any
 */
public record DirectoryOptions(
        List<URI> servers,
        Optional<String> domain,
        DirectoryLogin login,
        Optional<Path> trust,
        boolean startTls,
        boolean allowClearText,
        SortedSet<String> attributes,
        boolean groups,
        Optional<String> only) {

    /** How we prove who we are. */
    public sealed interface DirectoryLogin {

        /** The account: a DN or a user principal name. */
        String user();
    }

    /** Simple bind (RFC 4513 5.1.3) with a DN or a user principal name. */
    public record SimpleLogin(String user, Secret password) implements DirectoryLogin {}

    /**
     * Kerberos by GSSAPI (RFC 4752).
     *
     * @param user user principal name
     * @param keytab file with its keys
     * @param keyDistributionCenter host (and port) of the KDC; empty for the system's Kerberos configuration
     */
    public record KerberosLogin(String user, Path keytab, Optional<String> keyDistributionCenter)
            implements DirectoryLogin {}

    /** With domain controllers of one domain. */
    public DirectoryOptions(
            List<URI> servers,
            Optional<String> domain,
            DirectoryLogin login,
            Optional<Path> trust,
            boolean startTls,
            boolean allowClearText,
            SortedSet<String> attributes,
            boolean groups) {
        this(servers, domain, login, trust, startTls, allowClearText, attributes, groups, Optional.empty());
    }

    public DirectoryOptions {
        servers = List.copyOf(servers);
        if (servers.isEmpty() == domain.isEmpty()) {
            throw new IllegalArgumentException("directory needs either servers or domain");
        }
    }

    /** The same for one of several domains, by its DNS name: its own domain controllers are looked up, or those of the list. */
    DirectoryOptions only(String name) {
        return new DirectoryOptions(
                servers,
                domain.map(any -> name),
                login,
                trust,
                startTls,
                allowClearText,
                attributes,
                groups,
                Optional.of(name));
    }

    /**
     * The same with one domain controller alone: all places where one with this DNS name may be found, in the order in which they
     * are to be tried. One that is not configured is reached as the first of the list is, or as DNS names them.
     */
    public List<DirectoryOptions> placesOf(String host) {
        List<URI> named = servers.stream()
                .filter(server -> host.equalsIgnoreCase(server.getHost()))
                .toList();
        if (!named.isEmpty()) {
            return List.of(alone(named.getFirst()));
        }
        boolean ldaps = !startTls && !allowClearText;
        URI model = servers.isEmpty() ? URI.create((ldaps ? "ldaps" : "ldap") + "://" + host) : servers.getFirst();
        String port = model.getPort() < 0 ? "" : ":" + model.getPort();
        return Stream.concat(servers.stream(), Stream.of(URI.create(model.getScheme() + "://" + host + port)))
                .map(this::alone)
                .toList();
    }

    private DirectoryOptions alone(URI server) {
        return new DirectoryOptions(
                List.of(server), Optional.empty(), login, trust, startTls, allowClearText, attributes, groups, only);
    }
}
