package adsync.directory;

import adsync.change.ObjectGuid;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the account may not read of users although it is shipped, or decides about groups: it looks cleared, and a new user has none
 * of it at the provider. One user of a root stands for all.
 */
final class HiddenAttributes {

    private HiddenAttributes() {}

    /** What is wrong, and how it is mended. */
    record Trouble(String cause, String remedy) {}

    static Optional<Trouble> below(String root, LdapDirectory directory, DirectoryOptions options) {
        Set<String> read = new TreeSet<>(options.attributes());
        if (options.groups()) {
            read.add("memberOf");
        }
        return directory.stamps(root).next().stream()
                .map(Stamp::objectGuid)
                .findFirst()
                .flatMap(user -> of(user, root, read, directory, new Remedies(options)));
    }

    private static Optional<Trouble> of(
            ObjectGuid user, String root, Set<String> read, LdapDirectory directory, Remedies remedies) {
        if (!directory.tellsRights(user)) {
            return Optional.of(new Trouble(
                    "the account may not read the access rights of users in " + root
                            + ", so that no value that disappears is known to be cleared",
                    remedies.accessRights(root)));
        }
        Map<String, AttributeRights> hidden = directory.hidden(user, read);
        return hidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble(
                        "the account may not read " + String.join(", ", hidden.keySet()) + " of users in " + root
                                + ", which looks as if they had none",
                        remedies.attributes(root, hidden)));
    }
}
