package adsync.directory;

import adsync.change.NamingContext;
import adsync.observe.CheckStep;
import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Tries step by step what a run needs, and says of each failure how to mend it. */
final class DirectoryCheck {

    private static final int CONNECT_MILLIS = 5000;

    private final DirectoryOptions options;
    private final String root;
    private final Remedies remedies;
    private final List<CheckStep> steps = new ArrayList<>();

    DirectoryCheck(DirectoryOptions options, String root) {
        this.options = options;
        this.root = root;
        this.remedies = new Remedies(options);
    }

    /** Each server up to TLS, so that the spare ones are known to work; the login once, so that no account is locked. */
    List<CheckStep> run() {
        Optional<Connector> connector =
                attempt("directory: trusted certificates", remedies.trust(), () -> new Connector(options));
        Optional<List<Server>> servers =
                attempt("directory: DNS", remedies.names(), () -> new ServerLocator(options).servers(Optional.empty()));
        if (connector.isPresent() && servers.isPresent()) {
            List<Server> usable = new ArrayList<>();
            for (Server server : servers.get()) {
                if (resolves(server) && listens(server) && encrypts(connector.get(), server)) {
                    usable.add(server);
                }
            }
            usable.stream().findFirst().ifPresent(server -> checkContent(connector.get(), server));
        }
        return List.copyOf(steps);
    }

    private boolean resolves(Server server) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(server.host());
            String found = String.join(
                    ", ",
                    Arrays.stream(addresses).map(InetAddress::getHostAddress).toList());
            return passed("directory: DNS", server.host() + " is " + found);
        } catch (UnknownHostException e) {
            return failed("directory: DNS", "no address of " + server.host() + " is known", remedies.names());
        }
    }

    private boolean listens(Server server) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
            return passed("directory: TCP", server + " listens");
        } catch (IOException e) {
            return failed("directory: TCP", server + ": " + e.getMessage(), remedies.port(server));
        }
    }

    private boolean encrypts(Connector connector, Server server) {
        try (LDAPConnection connection = connector.connect(server)) {
            return passed("directory: TLS", server + ": " + protection(connection.getSSLSession()));
        } catch (DirectoryException e) {
            return failed("directory: TLS", String.valueOf(e.getMessage()), remedies.tls(server));
        }
    }

    private static String protection(@Nullable SSLSession session) {
        if (session == null) {
            return "is not encrypted, as allowed by the configuration";
        }
        try {
            X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
            return session.getProtocol() + ", certificate of "
                    + certificate.getSubjectX500Principal().getName() + ", valid until "
                    + certificate.getNotAfter().toInstant();
        } catch (SSLPeerUnverifiedException e) {
            return session.getProtocol() + " without a certificate"; // excluded: we trust none without
        }
    }

    private void checkContent(Connector connector, Server server) {
        Optional<LdapDirectory> opened =
                attempt("directory: login", remedies.login(), () -> LdapDirectory.open(connector, server, options));
        if (opened.isEmpty()) {
            return;
        }
        try (LdapDirectory directory = opened.get()) {
            passed(
                    "directory: login",
                    options.login().user() + " at "
                            + directory.domainController().hostName());
            root(directory).ifPresent(namingContext -> {
                attempt("directory: replication right", remedies.replication(namingContext), () -> {
                    directory.proveRights(namingContext);
                    return passed("directory: replication right", "may use DirSync on " + namingContext.dn());
                });
                tombstones(directory, namingContext);
                notification(directory, namingContext);
            });
        }
    }

    private Optional<NamingContext> root(LdapDirectory directory) {
        String name = "directory: root";
        String domain = directory.rootDse().defaultNamingContext();
        if (directory.rootDse().namingContextOf(root).isEmpty()) {
            String host = directory.domainController().hostName();
            failed(name, root + " is in no naming context of " + host, remedies.root(domain));
            return Optional.empty();
        }
        Optional<Optional<Located>> looked = attempt(name, remedies.root(domain), () -> directory.locate(root));
        if (looked.isEmpty()) {
            return Optional.empty();
        }
        Optional<NamingContext> context = looked.get().flatMap(found -> directory.namingContextOf(root));
        if (context.isPresent()) {
            passed(
                    name,
                    root + " is " + looked.get().orElseThrow().objectGuid() + " in "
                            + context.get().dn());
        } else {
            failed(name, root + " does not exist here, or the account may not see it", remedies.root(domain));
        }
        return context;
    }

    private void tombstones(LdapDirectory directory, NamingContext namingContext) {
        String name = "directory: deleted objects";
        attempt(name, remedies.tombstones(namingContext), () -> {
            String container = "CN=Deleted Objects," + namingContext.dn();
            return directory.seesTombstones(container)
                    ? passed(name, "may list " + container)
                    : failed(
                            name,
                            "the account may not list " + container + ", so deletions may stay unseen",
                            remedies.tombstones(namingContext));
        });
    }

    private void notification(LdapDirectory directory, NamingContext namingContext) {
        String name = "directory: notification";
        attempt(name, remedies.notification(), () -> {
            directory.bell(namingContext, Silence.INSTANCE).close();
            return passed(name, "registered on " + namingContext.dn());
        });
    }

    /** What a step gives; empty, with the failure noted, if it fails. */
    private <T> Optional<T> attempt(String name, String remedy, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (DirectoryException | IllegalArgumentException e) {
            failed(name, String.valueOf(e.getMessage()), remedy);
            return Optional.empty();
        }
    }

    private boolean passed(String name, String detail) {
        return steps.add(CheckStep.passed(name, detail));
    }

    private boolean failed(String name, String cause, String remedy) {
        steps.add(CheckStep.failed(name, cause, remedy));
        return false;
    }

    private enum Silence implements Bell.Listener {
        INSTANCE;

        @Override
        public void rung() {}

        @Override
        public void lost(DirectoryException cause) {}
    }
}
