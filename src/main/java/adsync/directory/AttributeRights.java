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

/** By which GUIDs an access right may name an attribute of users, out of the schema (MS-ADTS 3.1.1.2.3). */
final class AttributeRights {

    private static final String NAME = "lDAPDisplayName";
    private static final String ATTRIBUTE = "schemaIDGUID";
    private static final String PROPERTY_SET = "attributeSecurityGUID";

    /** The class user. */
    private static final ObjectGuid USER = ObjectGuid.parse("bf967aba-0de6-11d0-a285-00aa003049e2");

    private AttributeRights() {}

    /** Of each that the schema has. */
    static Map<String, Set<ObjectGuid>> read(Session session, String configuration, Collection<String> attributes) {
        Filter named = Filter.createORFilter(attributes.stream()
                .map(attribute -> Filter.createEqualityFilter(NAME, attribute))
                .toList());
        SearchRequest request =
                new SearchRequest("CN=Schema," + configuration, SearchScope.ONE, named, NAME, ATTRIBUTE, PROPERTY_SET);
        Map<String, Set<ObjectGuid>> rights = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (SearchResultEntry entry : Session.entries(session.search("reading the schema", request))) {
            String name = entry.getAttributeValue(NAME);
            if (name != null) {
                rights.put(name, rights(entry));
            }
        }
        return rights;
    }

    private static Set<ObjectGuid> rights(SearchResultEntry attribute) {
        Set<ObjectGuid> rights = new HashSet<>(Set.of(USER));
        for (String part : new String[] {ATTRIBUTE, PROPERTY_SET}) {
            byte[] octets = attribute.getAttributeValueBytes(part);
            if (octets != null && octets.length == ObjectGuid.LENGTH) {
                rights.add(ObjectGuid.ofOctets(octets));
            }
        }
        return rights;
    }
}
