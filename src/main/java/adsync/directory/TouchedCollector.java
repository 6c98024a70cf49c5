package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a DirSync page only who was touched and which members changed, so that a page of large entries costs no memory. An exception would leave
 * the search running at the server, so the first problem is kept for later.
 */
final class TouchedCollector implements SearchResultListener {

    private static final long serialVersionUID = 1L;

    /** instanceType: the object is the head of a naming context. */
    private static final int NAMING_CONTEXT_HEAD = 0x1;

    private static final String DELETED_OBJECTS = "CN=Deleted Objects";

    /** Not that of range retrieval: the values added since the cookie. The removed ones come as {@code range=0-0}. */
    private static final String ADDED = "range=1-1";

    private static final String REMOVED = "range=0-0";

    private final transient Map<ObjectGuid, Trace> touched = new LinkedHashMap<>();
    private @Nullable String problem;

    @Override
    public void searchEntryReturned(SearchResultEntry entry) {
        byte[] guid = entry.getAttributeValueBytes("objectGUID");
        if (guid == null || guid.length != ObjectGuid.LENGTH) {
            problem = "an entry without objectGUID: " + entry.getDN();
            return;
        }
        boolean deleted = EntryDecoder.deleted(entry);
        if (!isHead(entry) && !(deleted && isDeletedObjects(entry))) {
            Trace trace = touched.computeIfAbsent(ObjectGuid.ofOctets(guid), first -> new Trace());
            trace.deleted |= deleted;
            trace.restored |= !deleted && entry.hasAttribute("isDeleted");
            for (Attribute members : entry.getAttributesWithOptions(DirSyncQuery.MEMBER, null)) {
                trace.note(members);
            }
        }
    }

    /** References to other naming contexts are never followed. */
    @Override
    public void searchReferenceReturned(SearchResultReference reference) {}

    /** Each object once. */
    List<Touched> touched() {
        return touched.entrySet().stream()
                .map(one -> one.getValue().touched(one.getKey()))
                .toList();
    }

    /** Why nothing of this page may be used; null if all is well. */
    @Nullable String problem() {
        return problem;
    }

    private static boolean isHead(SearchResultEntry entry) {
        Integer instanceType = entry.getAttributeValueAsInteger("instanceType");
        return instanceType != null && (instanceType & NAMING_CONTEXT_HEAD) != 0;
    }

    /** The container itself is marked as deleted; its name, unlike that of a tombstone, is not mangled. */
    private static boolean isDeletedObjects(SearchResultEntry entry) {
        return DnText.rdn(ExtendedDn.parse(entry.getDN()).dn()).equalsIgnoreCase(DELETED_OBJECTS);
    }

    /** What the copies of one object say together. */
    private static final class Trace {

        private final Map<ObjectGuid, Boolean> members = new LinkedHashMap<>();
        private boolean deleted;
        private boolean restored;

        /** Of the copies of one object the last is the latest. A value without a GUID is nobody we could know. */
        void note(Attribute values) {
            boolean added = values.hasOption(ADDED);
            if (added || values.hasOption(REMOVED)) {
                for (ASN1OctetString value : values.getRawValues()) {
                    ExtendedDn.parse(value.stringValue()).objectGuid().ifPresent(member -> members.put(member, added));
                }
            }
        }

        Touched touched(ObjectGuid objectGuid) {
            return new Touched(objectGuid, deleted, restored && !deleted, members(true), members(false));
        }

        private List<ObjectGuid> members(boolean added) {
            return members.entrySet().stream()
                    .filter(member -> member.getValue() == added)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
