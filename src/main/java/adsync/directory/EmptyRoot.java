package adsync.directory;

import adsync.observe.CheckStep;
import java.util.Optional;

/** A root without users: nothing fails, and nobody is shipped. */
final class EmptyRoot {

    private EmptyRoot() {}

    /** A warning if nobody is there. */
    static Optional<CheckStep> of(NamedObject root, LdapDirectory directory) {
        if (!directory.stamps(root.dn()).next().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(CheckStep.warning(
                "directory: users",
                "there are no users at or below " + root.key() + " " + root.dn() + ", or the account may not see them",
                "name an object that has users below it, unless some are still to come"));
    }
}
