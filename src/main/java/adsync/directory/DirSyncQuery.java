package adsync.directory;

import com.unboundid.ldap.sdk.Filter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What we ask DirSync for. A cookie is only good for the query it came from, and the server does not check that.
 *
 * @param attributes the attributes whose change we want to hear of, in lower case
 * @param groups whether groups and their members are followed
 */
record DirSyncQuery(SortedSet<String> attributes, boolean groups) {

    /** Users without computers. By objectClass only, which is constant and survives deletion; objectCategory does not. */
    static final Filter USERS =
            Filter.createANDFilter(objectClass("user"), Filter.createNOTFilter(objectClass("computer")));

    /** What users live in. */
    static final Filter CONTAINERS = Filter.createORFilter(
            objectClass("organizationalUnit"),
            objectClass("container"),
            objectClass("builtinDomain"),
            objectClass("domainDNS"));

    static final Filter GROUPS = objectClass("group");

    private static final Filter USERS_AND_CONTAINERS = Filter.createORFilter(USERS, CONTAINERS);

    /** Matches no object of any directory. */
    static final Filter NOTHING = objectClass("adsyncMatchesNothing");

    /** The members of a group, a forward link. */
    static final String MEMBER = "member";

    /** What every object has or a tombstone gains, and what decides whether an account may log on. */
    private static final List<String> ALWAYS = List.of(
            "name",
            "isDeleted",
            "isRecycled",
            "lastKnownParent",
            "objectClass",
            "sAMAccountName",
            "userPrincipalName",
            "userAccountControl",
            "accountExpires",
            "pwdLastSet",
            "primaryGroupID");

    /** The query that notices a change of any of these. */
    static DirSyncQuery of(Collection<String> mapped, boolean groups) {
        SortedSet<String> attributes = new TreeSet<>();
        ALWAYS.forEach(name -> attributes.add(name.toLowerCase(Locale.ROOT)));
        mapped.forEach(name -> attributes.add(name.toLowerCase(Locale.ROOT)));
        if (groups) {
            attributes.add(MEMBER);
        }
        return new DirSyncQuery(attributes, groups);
    }

    static DirSyncQuery of(DirectoryOptions options) {
        return of(options.attributes(), options.groups());
    }

    /** The objects we want to hear of. */
    Filter objects() {
        return groups ? Filter.createORFilter(USERS_AND_CONTAINERS, GROUPS) : USERS_AND_CONTAINERS;
    }

    /**
     * Changes when a cookie of an older query must not be used any more, whatever is mapped: one of a query for more attributes is as
     * good for fewer.
     */
    String fingerprint() {
        String query = objects() + "|" + String.join(",", ALWAYS) + "|" + Controls.DIRSYNC_FLAGS;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    private static Filter objectClass(String name) {
        return Filter.createEqualityFilter("objectClass", name);
    }
}
