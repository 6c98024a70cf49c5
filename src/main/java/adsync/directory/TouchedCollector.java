package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a DirSync page only who was touched, so that a page of large entries costs no memory. An exception would leave
 * the search running at the server, so the first problem is kept for later.
 */
final class TouchedCollector implements SearchResultListener {

    private static final long serialVersionUID = 1L;

    /** instanceType: the object is the head of a naming context. */
    private static final int NAMING_CONTEXT_HEAD = 0x1;

    private static final String DELETED_OBJECTS = "CN=Deleted Objects";

    private final transient Map<ObjectGuid, Boolean> touched = new LinkedHashMap<>();
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
            touched.merge(ObjectGuid.ofOctets(guid), deleted, Boolean::logicalOr);
        }
    }

    /** References to other naming contexts are never followed. */
    @Override
    public void searchReferenceReturned(SearchResultReference reference) {}

    /** Each object once. */
    List<Touched> touched() {
        return touched.entrySet().stream()
                .map(one -> new Touched(one.getKey(), one.getValue()))
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
        return DnText.rdn(entry.getDN()).equalsIgnoreCase(DELETED_OBJECTS);
    }
}
