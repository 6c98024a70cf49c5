package adsync.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a deleted object lived: its container may have been deleted with it, and the one above that (MS-ADTS 3.1.1.5.5.1.1). */
final class LastParents {

    private static final String LAST_PARENT = "lastKnownParent";
    private static final String[] ATTRIBUTES = {"objectGUID", "isDeleted", "isRecycled", LAST_PARENT};

    /** Deeper than any directory. */
    private static final int MOST = 100;

    private LastParents() {}

    static List<Located> of(Session session, EntryDecoder decoder, String base, Control... withTombstones) {
        List<Located> parents = new ArrayList<>();
        Optional<String> next = parent(session.read(base, withTombstones, ATTRIBUTES));
        while (next.isPresent() && parents.size() < MOST) {
            Optional<SearchResultEntry> entry = session.read(next.get(), withTombstones, ATTRIBUTES);
            if (entry.isEmpty()) {
                return List.of();
            }
            Located parent = decoder.located(entry.get());
            parents.add(parent);
            if (!parent.deleted()) {
                return parents;
            }
            next = parent(entry);
        }
        return List.of();
    }

    private static Optional<String> parent(Optional<SearchResultEntry> entry) {
        return entry.flatMap(one -> Optional.ofNullable(one.getAttributeValue(LAST_PARENT)));
    }
}
