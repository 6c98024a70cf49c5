package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the schema says about the right to read an attribute of users (MS-ADTS 3.1.1.2.3).
 *
 * @param names by which GUIDs an access right may name it
 * @param confidential whether it needs a control access right besides
 */
record AttributeRights(Set<ObjectGuid> names, boolean confidential) {

    /** Of an attribute that the schema does not have. */
    static final AttributeRights NONE = new AttributeRights(Set.of(), false);

    private static final String NAME = "lDAPDisplayName";
    private static final String ATTRIBUTE = "schemaIDGUID";
    private static final String PROPERTY_SET = "attributeSecurityGUID";
    private static final String SEARCH_FLAGS = "searchFlags";

    /** fCONFIDENTIAL (MS-ADTS 2.2.10). */
    private static final long CONFIDENTIAL = 0x80;

    /** The class user. */
    private static final ObjectGuid USER = ObjectGuid.parse("bf967aba-0de6-11d0-a285-00aa003049e2");

    AttributeRights {
        names = Set.copyOf(names);
    }

    /** Of each that the schema has. */
    static Map<String, AttributeRights> read(Session session, String configuration, Collection<String> attributes) {
        Filter named = Filter.createORFilter(attributes.stream()
                .map(attribute -> Filter.createEqualityFilter(NAME, attribute))
                .toList());
        SearchRequest request = new SearchRequest(
                "CN=Schema," + configuration, SearchScope.ONE, named, NAME, ATTRIBUTE, PROPERTY_SET, SEARCH_FLAGS);
        Map<String, AttributeRights> rights = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (SearchResultEntry entry : Session.entries(session.search("reading the schema", request))) {
            String name = entry.getAttributeValue(NAME);
            if (name != null) {
                rights.put(name, new AttributeRights(names(entry), confidential(entry)));
            }
        }
        return rights;
    }

    private static boolean confidential(SearchResultEntry attribute) {
        Long flags = attribute.getAttributeValueAsLong(SEARCH_FLAGS);
        return flags != null && (flags & CONFIDENTIAL) != 0;
    }

    private static Set<ObjectGuid> names(SearchResultEntry attribute) {
        Set<ObjectGuid> names = new HashSet<>(Set.of(USER));
        for (String part : new String[] {ATTRIBUTE, PROPERTY_SET}) {
            byte[] octets = attribute.getAttributeValueBytes(part);
            if (octets != null && octets.length == ObjectGuid.LENGTH) {
                names.add(ObjectGuid.ofOctets(octets));
            }
        }
        return names;
    }
}
