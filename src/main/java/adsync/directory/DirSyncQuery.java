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
 */
record DirSyncQuery(SortedSet<String> attributes) {

    /** Users without computers. By objectClass only, which is constant and survives deletion; objectCategory does not. */
    static final Filter USERS =
            Filter.createANDFilter(objectClass("user"), Filter.createNOTFilter(objectClass("computer")));

    /** What users live in. */
    static final Filter CONTAINERS = Filter.createORFilter(
            objectClass("organizationalUnit"),
            objectClass("container"),
            objectClass("builtinDomain"),
            objectClass("domainDNS"));

    /** Both. */
    static final Filter OBJECTS = Filter.createORFilter(USERS, CONTAINERS);

    /** Matches no object of any directory. */
    static final Filter NOTHING = objectClass("adsyncMatchesNothing");

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
    static DirSyncQuery of(Collection<String> mapped) {
        SortedSet<String> attributes = new TreeSet<>();
        ALWAYS.forEach(name -> attributes.add(name.toLowerCase(Locale.ROOT)));
        mapped.forEach(name -> attributes.add(name.toLowerCase(Locale.ROOT)));
        return new DirSyncQuery(attributes);
    }

    /** Changes when a cookie of an older query must not be used any more. */
    String fingerprint() {
        String query = OBJECTS + "|" + String.join(",", attributes) + "|" + Controls.DIRSYNC_FLAGS;
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
