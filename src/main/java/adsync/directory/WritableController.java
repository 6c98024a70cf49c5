package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A writable domain controller, as the directory knows its computer.
 *
 * @param objectGuid of the computer object
 * @param name dNSHostName; empty if it has none
 * @param domainSid of its domain, {@code S-1-5-21-…}; empty if our account may not read it
 */
public record WritableController(ObjectGuid objectGuid, String name, String domainSid) {

    /** The members of the group Domain Controllers; read-only ones are in another. */
    private static final Filter WRITABLE = Filter.createANDFilter(
            Filter.createEqualityFilter("objectClass", "computer"),
            Filter.createEqualityFilter("primaryGroupID", "516"));

    /**
     * Reads all of the domain. Blocks, on a connection of its own.
     *
     * @throws DirectoryException if the directory cannot be asked
     */
    public static List<WritableController> all(DirectoryOptions options) {
        try (LdapDirectory directory = Directories.open(options, Preference.NONE)) {
            return directory.writableControllers();
        }
    }

    static List<WritableController> all(Session session, EntryDecoder decoder, String domain) {
        SearchRequest request =
                new SearchRequest(domain, SearchScope.SUB, WRITABLE, "objectGUID", "dNSHostName", "objectSid");
        List<WritableController> found = new ArrayList<>();
        for (SearchResultEntry entry : Session.entries(session.search("reading domain controllers", request))) {
            String name = entry.getAttributeValue("dNSHostName");
            found.add(new WritableController(decoder.guid(entry), name == null ? "" : name, domainSid(entry)));
        }
        return found;
    }

    /** That of an account without its relative identifier. */
    private static String domainSid(SearchResultEntry entry) {
        byte[] octets = entry.getAttributeValueBytes("objectSid");
        return Optional.ofNullable(octets)
                .flatMap(SidText::of)
                .map(sid -> sid.substring(0, sid.lastIndexOf('-')))
                .orElse("");
    }
}
