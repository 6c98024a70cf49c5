package adsync.model;

import java.util.List;
import java.util.Random;

/**
 * What one configuration says of who is selected, and of those who are not any more.
 *
 * @param filter whom the scope selects among the users of the root
 * @param keepsAccounts whether the accounts of those who are gone stay, switched off
 */
record Rules(String deprovision, String filter, boolean keepsAccounts) {

    private static final String ANYBODY = "(objectClass=*)";

    /** Not those of many titles that histories give. */
    private static final String NOT_ALL = "(!(title=Title 1*))";

    static Rules any(Random random) {
        String deprovision = List.of("disable", "delete", "disable-then-delete").get(random.nextInt(3));
        return new Rules(deprovision, random.nextBoolean() ? ANYBODY : NOT_ALL, !deprovision.equals("delete"));
    }

    /** As lines of a configuration file. */
    String lines() {
        String policy = "deprovision: " + deprovision;
        return filter.equals(ANYBODY) ? policy : policy + "\nscope: {filter: \"" + filter + "\"}";
    }
}
