package adsync.directory;

import adsync.change.NamingContext;
import adsync.directory.DirectoryException.Reason;
import adsync.observe.CheckStep;
import adsync.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Opens directories. */
public final class Directories {

    /** For questions that need no login. */
    private static final DirectoryOptions.DirectoryLogin NOBODY =
            new DirectoryOptions.SimpleLogin("nobody", Secret.of(""));

    private Directories() {}

    /**
     * Connects to the first domain controller that answers and lets us in. Blocks, for at most some 15 seconds a server.
     *
     * @throws DirectoryException as {@link #connect(DirectoryOptions, Preference)}
     */
    public static Directory connect(DirectoryOptions options) {
        return connect(options, Preference.NONE);
    }

    /**
     * Connects likewise, in another order than that of the configuration.
     *
     * @param preference the hosts that it names are ignored if they are none of ours
     * @throws DirectoryException if none does; the message names each with its cause. A refused login ends the search:
     *     the others would count it towards a lock-out of the account
     */
    public static Directory connect(DirectoryOptions options, Preference preference) {
        return open(options, preference);
    }

    /**
     * Connects to the first domain controller that is well of those that are named before another one. Blocks as {@link
     * #connect(DirectoryOptions, Preference)}.
     *
     * @param host whom they are preferred to
     * @return empty if there is none; always if DNS names them: it gives no lasting order
     * @throws DirectoryException if a login is refused
     */
    public static Optional<Directory> preferredTo(DirectoryOptions options, String host) {
        return new Opening(options, Preference.NONE).before(host).map(Directory.class::cast);
    }

    /**
     * Connects likewise, to look around in the directory.
     *
     * @throws DirectoryException as {@link #connect(DirectoryOptions, Preference)}
     */
    public static DirectoryTree tree(DirectoryOptions options) {
        return open(options, Preference.NONE).tree();
    }

    /**
     * The domain controllers that DNS names for a domain, in the order in which they would be tried. Blocks for some seconds at
     * most.
     *
     * @return addresses for {@code directory.servers}, by LDAPS
     * @throws DirectoryException if DNS names none
     */
    public static List<String> servers(String domain) {
        var options = new DirectoryOptions(
                List.of(), Optional.of(domain), NOBODY, Optional.empty(), false, false, new TreeSet<>(), false);
        return new ServerLocator(options)
                .servers(Preference.NONE).stream().map(Server::address).toList();
    }

    /**
     * What a stored DirSync cookie was made for: it does not bring what it was not asked for.
     *
     * @return a short text for the filter, and in brackets the attributes that are read of users: sorted, in lower case, with commas
     */
    public static String fingerprint(DirectoryOptions options) {
        SortedSet<String> read = new TreeSet<>();
        Stream.concat(options.attributes().stream(), EntryDecoder.ACCOUNT.stream())
                .forEach(name -> read.add(name.toLowerCase(Locale.ROOT)));
        return DirSyncQuery.of(options).fingerprint() + "[" + String.join(",", read) + "]";
    }

    /**
     * Tries, step by step, all that a run needs. Ends at the first step that makes the later ones meaningless. Never
     * fails.
     *
     * @param selection all that has to be there; while it names no root, the rights are tried in the domain of the first server
     */
    public static List<CheckStep> check(DirectoryOptions options, Selection selection) {
        return new DirectoryCheck(options, selection).run();
    }

    /**
     * Tries in one go, for each domain, the login, all that the configuration names and the right to replicate. Blocks like
     * {@link #connect(DirectoryOptions, Preference)}.
     *
     * @param followed whether what the configuration names in a naming context was found before: then it may have another name
     *     by now. Asked only if there is nothing of the configured name
     * @throws DirectoryException if one of them does not do; where a person must act, the message says how
     */
    public static void prove(
            DirectoryOptions options, Selection selection, BiPredicate<NamingContext, NamedObject> followed) {
        selection.stray().ifPresent(object -> {
            throw new DirectoryException(
                    Reason.RIGHTS, Remedies.stray(object) + Remedies.joined(Remedies.stray(selection)));
        });
        for (String domain : selection.domains()) {
            new Proof(selection.options(options, domain), selection.in(domain), followed).run();
        }
    }

    /** Of which roots nobody would be shipped, as {@link #check} warns of them; none if that cannot be asked. Blocks. */
    public static List<CheckStep> emptyRoots(DirectoryOptions options, Selection selection) {
        List<CheckStep> warnings = new ArrayList<>();
        for (String domain : selection.domains()) {
            try (LdapDirectory directory = open(selection.options(options, domain), Preference.NONE)) {
                for (NamedObject object : selection.in(domain)) {
                    if (object.use() == NamedObject.Use.ROOT) {
                        EmptyRoot.of(object, directory).ifPresent(warnings::add);
                    }
                }
            } catch (DirectoryException e) {
                return warnings;
            }
        }
        return warnings;
    }

    /**
     * Tries step by step whether the servers can be spoken to: DNS, TCP, TLS; without a login, so that no account is ever locked
     * by it. Never fails.
     */
    public static List<CheckStep> checkServers(DirectoryOptions options) {
        return new DirectoryCheck(options, new Selection(List.of())).servers();
    }

    /**
     * What the first server that can be reached shows as its certificate. Nothing is said to it, and nobody logs in.
     *
     * @throws DirectoryException if none can be reached, or none uses TLS
     */
    public static PresentedCertificate presented(DirectoryOptions options) {
        List<DirectoryException> failures = new ArrayList<>();
        for (Server server : new ServerLocator(options).servers(Preference.NONE)) {
            try {
                return Introduction.of(options, server);
            } catch (DirectoryException e) {
                failures.add(e);
            }
        }
        throw all(failures);
    }

    static LdapDirectory open(DirectoryOptions options, Preference preference) {
        return new Opening(options, preference).run();
    }

    /** All servers answer, and none is of the domain. */
    static DirectoryException foreign(DirectoryOptions options) {
        String domain = options.only().orElse("");
        return new DirectoryException(
                Reason.UNSUPPORTED,
                "none of directory.servers is a domain controller of " + domain
                        + ", in which a root is; to mend it: add " + "one of that domain");
    }

    /** One that is only unreachable may be back soon, so it decides unless all need a person. */
    static DirectoryException all(List<DirectoryException> failures) {
        DirectoryException last = failures.getLast();
        if (failures.size() == 1 || last.reason() == Reason.CREDENTIALS) {
            return last;
        }
        boolean same = failures.stream().allMatch(one -> one.reason() == last.reason());
        List<String> messages =
                failures.stream().map(DirectoryException::getMessage).toList();
        DirectoryException all = new DirectoryException(
                same ? last.reason() : Reason.UNREACHABLE,
                "no domain controller could be used: " + String.join("; ", messages),
                last);
        failures.subList(0, failures.size() - 1).forEach(all::addSuppressed);
        return all;
    }
}
