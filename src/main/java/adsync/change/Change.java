package adsync.change;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is different about one directory object: its current image against its shadow. The kind names the most weighty
 * part of the difference; the deltas name all of it.
 */
public sealed interface Change {

    /** Whose change it is. */
    ObjectGuid objectGuid();

    /** The distinguished name now; for objects that are gone, the last one we knew. */
    String dn();

    /** What changed, by attribute name; empty if only the place did, or the time. */
    default SortedMap<String, Delta> deltas() {
        return Collections.emptySortedMap();
    }

    /** The kind as a word. */
    default ChangeKind kind() {
        return switch (this) {
            case Created c -> ChangeKind.CREATED;
            case Updated c -> ChangeKind.UPDATED;
            case Moved c -> ChangeKind.MOVED;
            case Disabled c -> ChangeKind.DISABLED;
            case Enabled c -> ChangeKind.ENABLED;
            case LeftScope c -> ChangeKind.LEFT_SCOPE;
            case Deleted c -> ChangeKind.DELETED;
            case Expired c -> ChangeKind.EXPIRED;
            case RetentionEnded c -> ChangeKind.RETENTION_ENDED;
            case Remapped c -> ChangeKind.REMAPPED;
        };
    }

    /** The object is new to us, came back into the selected root, or was restored. */
    record Created(ObjectGuid objectGuid, String dn, SortedMap<String, Delta> deltas) implements Change {
        public Created {
            deltas = frozen(deltas);
        }
    }

    /** Attributes were set, replaced or cleared; the object stayed where it was. The deltas are never empty. */
    record Updated(ObjectGuid objectGuid, String dn, SortedMap<String, Delta> deltas) implements Change {
        public Updated {
            deltas = frozen(deltas);
        }
    }

    /**
     * The object was renamed or moved within the selected root; the deltas name what else changed.
     *
     * @param previousDn where it was
     */
    record Moved(ObjectGuid objectGuid, String dn, String previousDn, SortedMap<String, Delta> deltas)
            implements Change {
        public Moved {
            deltas = frozen(deltas);
        }
    }

    /** The account was switched off (userAccountControl, bit 0x2). */
    record Disabled(ObjectGuid objectGuid, String dn, SortedMap<String, Delta> deltas) implements Change {
        public Disabled {
            deltas = frozen(deltas);
        }
    }

    /** The account was switched on again. */
    record Enabled(ObjectGuid objectGuid, String dn, SortedMap<String, Delta> deltas) implements Change {
        public Enabled {
            deltas = frozen(deltas);
        }
    }

    /** The object is alive but no longer in the selected root. */
    record LeftScope(ObjectGuid objectGuid, String dn) implements Change {}

    /** The object became a tombstone. */
    record Deleted(ObjectGuid objectGuid, String dn) implements Change {}

    /** The time that the directory set for the account (accountExpires) passed; nobody changed the object. */
    record Expired(ObjectGuid objectGuid, String dn) implements Change {}

    /** The object is gone for as long as its account was to be kept. */
    record RetentionEnded(ObjectGuid objectGuid, String dn) implements Change {}

    /** The mapping changed; the object did not. */
    record Remapped(ObjectGuid objectGuid, String dn) implements Change {}

    private static SortedMap<String, Delta> frozen(Map<String, Delta> deltas) {
        SortedMap<String, Delta> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(deltas);
        return Collections.unmodifiableSortedMap(copy);
    }
}
