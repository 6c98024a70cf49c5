package adsync.directory;

import adsync.change.NamingContext;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.NamedObject.Use;
import adsync.observe.LogKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries, in one go, what a start needs and only a person can mend. */
final class Proof {

    private static final Logger LOGGER = LoggerFactory.getLogger(Proof.class);

    private final DirectoryOptions options;
    private final List<NamedObject> objects;
    private final BiPredicate<NamingContext, NamedObject> followed;
    private final Remedies remedies;

    /** Of one domain. */
    Proof(DirectoryOptions options, List<NamedObject> objects, BiPredicate<NamingContext, NamedObject> followed) {
        this.options = options;
        this.objects = objects;
        this.followed = followed;
        this.remedies = new Remedies(options);
    }

    /** Fails with a message that names cause and remedy. */
    void run() {
        try (LdapDirectory directory = open()) {
            Set<NamingContext> contexts = new LinkedHashSet<>();
            for (NamedObject object : objects) {
                NamingContext context = context(directory, object);
                if (object.use() == Use.ROOT) {
                    contexts.add(context);
                }
            }
            for (NamingContext context : contexts) {
                mending(remedies.replication(context), () -> {
                    directory.proveRights(context);
                    return context;
                });
            }
            objects.stream().filter(object -> object.use() == Use.ROOT).forEach(root -> warn(directory, root.dn()));
        }
    }

    /** That stops nobody: what cannot be read stays as it is known. */
    private void warn(LdapDirectory directory, String root) {
        if (directory.locate(root).isPresent()) {
            HiddenAttributes.below(root, directory, options)
                    .ifPresent(trouble -> LOGGER.atWarn()
                            .addKeyValue(LogKeys.DETAIL, trouble.cause() + Remedies.joined(trouble.remedy()))
                            .log("not all that is mapped can be read"));
        }
    }

    /** Where an object is, or was. */
    private NamingContext context(LdapDirectory directory, NamedObject object) {
        RootDse rootDse = directory.rootDse();
        String remedy = remedies.named(object.use(), rootDse.defaultNamingContext());
        if (rootDse.namingContextOf(object.dn()).isEmpty()) {
            throw unusable(object, "is in no naming context of " + rootDse.hostName(), remedy);
        }
        Optional<Located> found = mending(remedy, () -> directory.locate(object.dn()));
        if (found.isPresent() && !object.use().fits(directory, found.get().objectGuid())) {
            throw unusable(object, "is no group", remedy);
        }
        return mending(remedy, () -> directory.namingContextOf(object.dn()))
                .filter(context -> found.isPresent() || followed.test(context, object))
                .orElseThrow(() -> unusable(object, "does not exist, or the account may not see it", remedy));
    }

    private LdapDirectory open() {
        try {
            return Directories.open(options, Preference.NONE);
        } catch (DirectoryException e) {
            throw switch (e.reason()) {
                case CREDENTIALS -> with(remedies.login(), e);
                case TLS -> with(remedies.tls(e), e);
                case UNREACHABLE, RIGHTS, REBUILT, COOKIE, BUSY, UNSUPPORTED, PROTOCOL -> e;
            };
        }
    }

    private static DirectoryException unusable(NamedObject object, String why, String remedy) {
        return new DirectoryException(
                Reason.RIGHTS, object.key() + " " + object.dn() + " " + why + Remedies.joined(remedy));
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
