package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One search for a domain controller that answers and lets us in. */
final class Opening {

    private final DirectoryOptions options;
    private final Preference preference;
    private final Connector connector;
    private final List<DirectoryException> failures = new ArrayList<>();
    private final List<Failing> failing = new ArrayList<>();
    private final Set<Server> foreign = new HashSet<>();

    /** One that is only taken if there is no other, and which name it has. */
    private record Failing(Server server, String host) {}

    Opening(DirectoryOptions options, Preference preference) {
        this.options = options;
        this.preference = preference;
        this.connector = new Connector(options);
    }

    /** Connects to the first one that does. */
    LdapDirectory run() {
        for (Server server : new ServerLocator(options).servers(preference)) {
            if (preference.failure(server.host()) >= 0) {
                failing.add(new Failing(server, server.host()));
                continue;
            }
            Optional<LdapDirectory> opened = open(server).filter(directory -> !postponed(server, directory));
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        failing.sort(Comparator.comparingInt(one -> preference.failure(one.host())));
        for (Failing last : failing) {
            Optional<LdapDirectory> opened = open(last.server());
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        throw failures.isEmpty() ? Directories.foreign(options) : Directories.all(failures);
    }

    /** Connects to the first one that is well of those before another one; that one may be named by an address. */
    Optional<LdapDirectory> before(String host) {
        if (options.domain().isPresent()) {
            return Optional.empty();
        }
        for (Server server : new ServerLocator(options).servers(preference)) {
            if (server.host().equalsIgnoreCase(host)) {
                return Optional.empty();
            }
            Optional<LdapDirectory> opened = open(server);
            if (opened.isPresent()) {
                if (!opened.get().domainController().hostName().equalsIgnoreCase(host)) {
                    return opened;
                }
                opened.get().close();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The configuration may know it by an address, or by another name. */
    private boolean postponed(Server server, LdapDirectory opened) {
        String host = opened.domainController().hostName();
        if (preference.failure(host) < 0) {
            return false;
        }
        failing.add(new Failing(server, host));
        opened.close();
        return true;
    }

    private Optional<LdapDirectory> open(Server server) {
        try {
            if (connector.serves(server)) {
                return Optional.of(LdapDirectory.open(connector, server, options));
            }
            foreign.add(server);
        } catch (DirectoryException e) {
            failures.add(e);
            if (e.reason() == Reason.CREDENTIALS) {
                throw Directories.all(failures);
            }
        }
        return Optional.empty();
    }
}
