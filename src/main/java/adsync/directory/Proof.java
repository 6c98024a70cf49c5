package adsync.directory;

import adsync.change.NamingContext;
import adsync.directory.DirectoryException.Reason;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tries, in one go, what a start needs and only a person can mend. */
final class Proof {

    private final DirectoryOptions options;
    private final String root;
    private final Predicate<NamingContext> followed;
    private final Remedies remedies;

    Proof(DirectoryOptions options, String root, Predicate<NamingContext> followed) {
        this.options = options;
        this.root = root;
        this.followed = followed;
        this.remedies = new Remedies(options);
    }

    /** Fails with a message that names cause and remedy. */
    void run() {
        try (LdapDirectory directory = open()) {
            RootDse rootDse = directory.rootDse();
            String remedy = remedies.root(rootDse.defaultNamingContext());
            if (rootDse.namingContextOf(root).isEmpty()) {
                throw unusableRoot("is in no naming context of " + rootDse.hostName(), remedy);
            }
            boolean found = mending(remedy, () -> directory.locate(root)).isPresent();
            NamingContext namingContext = mending(remedy, () -> directory.namingContextOf(root))
                    .filter(context -> found || followed.test(context))
                    .orElseThrow(() -> unusableRoot("does not exist, or the account may not see it", remedy));
            mending(remedies.replication(namingContext), () -> {
                directory.proveRights(namingContext);
                return namingContext;
            });
        }
    }

    private LdapDirectory open() {
        try {
            return Directories.open(options, Optional.empty());
        } catch (DirectoryException e) {
            throw switch (e.reason()) {
                case CREDENTIALS -> with(remedies.login(), e);
                case TLS -> with(remedies.tls(), e);
                case UNREACHABLE, RIGHTS, COOKIE, BUSY, UNSUPPORTED, PROTOCOL -> e;
            };
        }
    }

    private DirectoryException unusableRoot(String why, String remedy) {
        return new DirectoryException(Reason.RIGHTS, "directory.root " + root + " " + why + Remedies.joined(remedy));
    }

    private static <T> T mending(String remedy, Supplier<T> step) {
        try {
            return step.get();
        } catch (DirectoryException e) {
            throw e.reason() == Reason.RIGHTS ? with(remedy, e) : e;
        }
    }

    private static DirectoryException with(String remedy, DirectoryException e) {
        return new DirectoryException(e.reason(), e.getMessage() + Remedies.joined(remedy), e);
    }
}
