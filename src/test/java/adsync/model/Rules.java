package adsync.model;

import java.util.List;
import java.util.Random;

/**
 * What one configuration says of who is selected, of those who are not any more, and of what is told of each.
 *
 * @param filter whom the scope selects among the users of the root
 * @param keepsAccounts whether the accounts of those who are gone stay, switched off
 * @param names whether the provider is told the distinguished names, too
 */
record Rules(String deprovision, String filter, boolean keepsAccounts, boolean names) {

    /** What the mapping file says, if names are told. */
    static final String NAMES = "extension:distinguishedName: on\n";

    private static final String ANYBODY = "(objectClass=*)";

    /** Not those of many titles that histories give. */
    private static final String NOT_ALL = "(!(title=Title 1*))";

    static Rules any(Random random, boolean names) {
        String deprovision = List.of("disable", "delete", "disable-then-delete").get(random.nextInt(3));
        String filter = random.nextBoolean() ? ANYBODY : NOT_ALL;
        return new Rules(deprovision, filter, !deprovision.equals("delete"), names);
    }

    /** As lines of a configuration file. */
    String lines() {
        String policy = "deprovision: " + deprovision;
        return filter.equals(ANYBODY) ? policy : policy + "\nscope: {filter: \"" + filter + "\"}";
    }
}
