package adsync.directory;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is in which group, by the back link memberOf, which is kept by the naming context of the member. */
final class Memberships {

    private static final String MEMBER_OF = "memberOf";
    private static final int GROUPS_A_PAGE = 500;
    private static final Control[] EXTENDED_DN = {Controls.extendedDn()};

    private final Session session;
    private final EntryDecoder decoder;
    private final RangedValues rangedValues;

    Memberships(Session session, EntryDecoder decoder) {
        this.session = session;
        this.decoder = decoder;
        this.rangedValues = new RangedValues(session);
    }

    /** The groups that are direct members of a group. */
    List<Group> groupsIn(String groupDn, Collection<String> namingContexts) {
        Filter filter = Filter.createANDFilter(DirSyncQuery.GROUPS, Filter.createEqualityFilter(MEMBER_OF, groupDn));
        Map<ObjectGuid, Group> groups = new LinkedHashMap<>();
        for (String namingContext : namingContexts) {
            PagedSearch<Group> search = new LdapPagedSearch<>(
                    session, namingContext, filter, EntryDecoder.GROUP, GROUPS_A_PAGE, decoder::group, EXTENDED_DN);
            while (search.hasNext()) {
                search.next().forEach(group -> groups.put(group.objectGuid(), group));
            }
        }
        return List.copyOf(groups.values());
    }

    /** The direct groups of each object that is found; {@code batch} is what one search may ask for. */
    Map<ObjectGuid, List<ObjectGuid>> groupsOf(List<ObjectGuid> batch, Collection<String> namingContexts) {
        Map<ObjectGuid, List<ObjectGuid>> groups = new LinkedHashMap<>();
        Set<ObjectGuid> left = new LinkedHashSet<>(batch);
        for (String namingContext : namingContexts) {
            if (left.isEmpty()) {
                break;
            }
            PagedSearch<SearchResultEntry> search = new LdapPagedSearch<>(
                    session,
                    namingContext,
                    EntryDecoder.anyOf(left),
                    new String[] {"objectGUID", MEMBER_OF},
                    batch.size(),
                    entry -> entry,
                    EXTENDED_DN);
            while (search.hasNext()) {
                for (SearchResultEntry entry : search.next()) {
                    ObjectGuid objectGuid = decoder.guid(entry);
                    left.remove(objectGuid);
                    groups.put(objectGuid, groups(objectGuid, entry));
                }
            }
        }
        return groups;
    }

    private List<ObjectGuid> groups(ObjectGuid objectGuid, SearchResultEntry entry) {
        List<ASN1OctetString> names = new ArrayList<>();
        for (Attribute attribute : entry.getAttributesWithOptions(MEMBER_OF, null)) {
            names.addAll(List.of(attribute.getRawValues()));
            if (attribute.hasOptions()) {
                names.addAll(rangedValues.rest("<GUID=" + objectGuid + ">", attribute));
            }
        }
        return names.stream()
                .flatMap(name -> ExtendedDn.parse(name.stringValue()).objectGuid().stream())
                .distinct()
                .toList();
    }
}
