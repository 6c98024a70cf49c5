package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;

/**
 * A writable domain controller, as the directory knows its computer.
 *
 * @param objectGuid of the computer object
 * @param name dNSHostName; empty if it has none
 */
public record WritableController(ObjectGuid objectGuid, String name) {

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
        SearchRequest request = new SearchRequest(domain, SearchScope.SUB, WRITABLE, "objectGUID", "dNSHostName");
        List<WritableController> found = new ArrayList<>();
        for (SearchResultEntry entry : Session.entries(session.search("reading domain controllers", request))) {
            String name = entry.getAttributeValue("dNSHostName");
            found.add(new WritableController(decoder.guid(entry), name == null ? "" : name));
        }
        return found;
    }
}
