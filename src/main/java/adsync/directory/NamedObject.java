package adsync.directory;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import java.util.List;

/**
 * An object that the configuration names.
 *
 * @param key where it does so, for example {@code directory.roots[1]}
 * @param dn how it is written there
 * @param use what for
 */
public record NamedObject(String key, String dn, Use use) {

    /** What an object is named for. */
    public enum Use {
        /** Users at and below it are ours. */
        ROOT,
        /** Users at and below it are not. */
        EXCLUSION,
        /** Its members have a service. */
        GROUP;

        /** Whether an object can be used so. */
        boolean fits(Directory directory, ObjectGuid object) {
            return this != GROUP || directory.read(List.of(object)).stream().anyMatch(Group.class::isInstance);
        }
    }

    /** DNS name of the domain that it is in. */
    public String domain() {
        return Domains.of(dn);
    }
}
