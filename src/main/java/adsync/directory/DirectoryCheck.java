package adsync.directory;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.NamedObject.Use;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Tries step by step what a run needs, and says of each failure how to mend it. */
final class DirectoryCheck {

    private static final int CONNECT_MILLIS = 5000;

    private final DirectoryOptions options;
    private final Selection selection;
    private final List<CheckStep> steps = new ArrayList<>();

    /** How to mend what belongs to the domain that is tried. */
    private Remedies remedies;

    DirectoryCheck(DirectoryOptions options, Selection selection) {
        this.options = options;
        this.selection = selection;
        this.remedies = new Remedies(options);
    }

    /** Each server up to TLS, so that the spare ones are known to work; the login once, so that no account is locked. */
    List<CheckStep> run() {
        selection
                .stray()
                .ifPresent(object -> failed("directory: domains", Remedies.stray(object), Remedies.stray(selection)));
        Map<Server, Boolean> tried = new HashMap<>();
        if (selection.domains().isEmpty()) {
            reach(options, (connector, servers) -> check("", options, connector, servers, tried));
        }
        for (String domain : selection.domains()) {
            DirectoryOptions ofDomain = selection.options(options, domain);
            reach(ofDomain, (connector, servers) -> check(domain, ofDomain, connector, servers, tried));
        }
        return List.copyOf(steps);
    }

    /** Each server up to TLS, and nobody logs in. */
    List<CheckStep> servers() {
        reach(options, (connector, servers) -> servers.forEach(server -> usable(connector, server)));
        return List.copyOf(steps);
    }

    private void reach(DirectoryOptions ofDomain, BiConsumer<Connector, List<Server>> then) {
        remedies = new Remedies(ofDomain);
        Optional<Connector> connector =
                attempt("directory: trusted certificates", remedies.trust(), () -> new Connector(ofDomain));
        Optional<List<Server>> servers =
                attempt("directory: DNS", remedies.names(), () -> new ServerLocator(ofDomain).servers(Preference.NONE));
        if (connector.isPresent() && servers.isPresent()) {
            then.accept(connector.get(), servers.get());
        }
    }

    private void check(
            String domain,
            DirectoryOptions ofDomain,
            Connector connector,
            List<Server> servers,
            Map<Server, Boolean> tried) {
        List<Server> usable = servers.stream()
                .filter(server -> tried.computeIfAbsent(server, one -> usable(connector, one)))
                .toList();
        Optional<Server> ours = usable.stream().filter(connector::serves).findFirst();
        if (ours.isPresent()) {
            checkContent(connector, ours.get(), ofDomain, selection.in(domain));
        } else if (!usable.isEmpty()) {
            failed(
                    "directory: domain",
                    "no usable server is a domain controller of " + domain,
                    remedies.domain(domain));
        }
    }

    private boolean usable(Connector connector, Server server) {
        return resolves(server) && listens(server) && encrypts(connector, server);
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
            return failed("directory: TLS", String.valueOf(e.getMessage()), remedies.tls(server, e));
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

    private void checkContent(
            Connector connector, Server server, DirectoryOptions ofDomain, List<NamedObject> objects) {
        Optional<LdapDirectory> opened =
                attempt("directory: login", remedies.login(), () -> LdapDirectory.open(connector, server, ofDomain));
        if (opened.isEmpty()) {
            return;
        }
        try (LdapDirectory directory = opened.get()) {
            passed(
                    "directory: login",
                    ofDomain.login().user() + " at "
                            + directory.domainController().hostName());
            Set<NamingContext> contexts = new LinkedHashSet<>();
            boolean rooted = true;
            for (NamedObject object : objects) {
                Optional<NamingContext> context = find(directory, object);
                if (object.use() == Use.ROOT) {
                    context.ifPresent(contexts::add);
                    rooted &= context.isPresent();
                }
            }
            if (objects.isEmpty()) {
                domain(directory).ifPresent(contexts::add);
            }
            if (rooted) {
                contexts.forEach(context -> checkRights(directory, context));
                objects.stream()
                        .filter(object -> object.use() == Use.ROOT)
                        .forEach(root -> users(directory, root, ofDomain));
            }
        }
    }

    /** Where rights are tried while no root is named. */
    private Optional<NamingContext> domain(LdapDirectory directory) {
        String head = directory.rootDse().defaultNamingContext();
        return attempt("directory: domain", remedies.login(), () -> directory.namingContextOf(head))
                .flatMap(found -> found);
    }

    private void checkRights(LdapDirectory directory, NamingContext namingContext) {
        attempt("directory: replication right", remedies.replication(namingContext), () -> {
            directory.proveRights(namingContext);
            return passed("directory: replication right", "may use DirSync on " + namingContext.dn());
        });
        tombstones(directory, namingContext);
        notification(directory, namingContext);
    }

    private Optional<NamingContext> find(LdapDirectory directory, NamedObject object) {
        String name = "directory: " + object.key().replaceFirst("^directory\\.", "");
        String remedy = remedies.named(object.use(), directory.rootDse().defaultNamingContext());
        String named = object.key() + " " + object.dn();
        if (directory.rootDse().namingContextOf(object.dn()).isEmpty()) {
            String host = directory.domainController().hostName();
            failed(name, named + " is in no naming context of " + host, remedy);
            return Optional.empty();
        }
        Optional<Optional<Located>> looked = attempt(name, remedy, () -> directory.locate(object.dn()));
        if (looked.isEmpty()) {
            return Optional.empty();
        }
        Optional<NamingContext> context = looked.get().flatMap(found -> directory.namingContextOf(object.dn()));
        if (context.isEmpty()) {
            failed(name, named + " does not exist here, or the account may not see it", remedy);
            return Optional.empty();
        }
        ObjectGuid guid = looked.get().orElseThrow().objectGuid();
        if (!object.use().fits(directory, guid)) {
            failed(name, named + " is no group", remedy);
            return Optional.empty();
        }
        if (object.use() == Use.GROUP && directory.mayRead(guid, LinkAttribute.MEMBER) == ReadRight.DENIED) {
            failed(name, "the account may not read who is in " + object.dn(), remedies.members(object.dn()));
            return Optional.empty();
        }
        passed(name, object.dn() + " is " + guid + " in " + context.get().dn());
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

    private void users(LdapDirectory directory, NamedObject root, DirectoryOptions ofDomain) {
        attempt("directory: users", remedies.attributes(root.dn(), Map.of()), () -> EmptyRoot.of(root, directory))
                .flatMap(found -> found)
                .ifPresentOrElse(steps::add, () -> attributes(directory, root.dn(), ofDomain));
    }

    private void attributes(LdapDirectory directory, String root, DirectoryOptions ofDomain) {
        String name = "directory: attributes";
        attempt(
                name,
                remedies.attributes(root, Map.of()),
                () -> HiddenAttributes.below(root, directory, ofDomain)
                        .map(trouble -> failed(name, trouble.cause(), trouble.remedy()))
                        .orElse(true));
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
