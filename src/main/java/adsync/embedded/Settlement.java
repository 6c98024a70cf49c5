package adsync.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a domain controller does of its own accord when changes made elsewhere do not go together with its own (MS-ADTS
 * 3.1.1.1.9, MS-DRSR 4.1.10.6): two objects of one name, an object whose container is gone, a change of what was deleted.
 * Each repair is a write of its own and travels back.
 */
final class Settlement {

    private static final String LOST_AND_FOUND = "CN=LostAndFound";

    private final Store store;
    private final boolean recycleBin;

    Settlement(Store store, boolean recycleBin) {
        this.store = store;
        this.recycleBin = recycleBin;
    }

    /** Whether links from or to it are gone for good. */
    boolean keepsNoLinks(DirectoryObject object) {
        return object.deleted() && (!recycleBin || object.recycled());
    }

    /** Where the objects of a naming context go whose container is gone; null if it has no such place. */
    @Nullable DirectoryObject lostAndFound(UUID namingContext) {
        DirectoryObject root = store.find(namingContext);
        return root == null ? null : root.child(LOST_AND_FOUND);
    }

    /**
     * The relative name that an object gets below {@code parent}: the one it had elsewhere, unless another object has it
     * here and was named later. If that one was named earlier, it has to make way.
     *
     * @param claim when it was named; null if that is not known
     */
    String freeName(DirectoryObject parent, String rdn, UUID guid, @Nullable Stamp claim) {
        DirectoryObject there = parent.child(rdn);
        if (there == null || there.guid().equals(guid)) {
            return rdn;
        }
        Cell named = there.cell(Schema.NAME);
        if (claim != null && (named == null || claim.beats(named.stamp()))) {
            rename(there, parent, conflicting(plainName(there), there.guid()));
            return rdn;
        }
        return rdn + "\\0ACNF:" + guid;
    }

    /** Puts an object in order after a change of it was received. */
    void settle(UUID guid) {
        DirectoryObject object = store.find(guid);
        if (object == null || object.parent() == null) {
            return;
        }
        if (object.deleted()) {
            bury(object);
        } else {
            house(object);
        }
    }

    private void bury(DirectoryObject object) {
        DirectoryObject grave = object.root().child("CN=Deleted Objects");
        if (grave == null || grave == object) {
            return;
        }
        if (object.parent() != grave) {
            rename(object, grave, Deleting.mangled(plainName(object), object));
        }
        for (DirectoryObject child : List.copyOf(object.children())) {
            settle(child.guid());
        }
        if (keepsNoLinks(object)) {
            store.links().vanish(object);
            store.write(object, lost(object));
        }
    }

    private static Map<AttributeType, List<byte[]>> lost(DirectoryObject object) {
        AttributeType naming = Schema.attribute(object.objectClass().namingAttribute());
        Map<AttributeType, List<byte[]>> lost = new LinkedHashMap<>();
        for (Cell cell : object.cells()) {
            boolean replicated = cell.type().replicated() && cell.type() != naming;
            boolean state = cell.type() == Schema.IS_DELETED
                    || cell.type() == Schema.IS_RECYCLED
                    || cell.type() == Schema.LAST_KNOWN_PARENT;
            if (replicated
                    && !state
                    && !cell.type().is(Trait.KEPT)
                    && !cell.values().isEmpty()) {
                lost.put(cell.type(), List.of());
            }
        }
        return lost;
    }

    private void house(DirectoryObject object) {
        DirectoryObject parent = object.parent();
        String name = plainName(object);
        if (parent != null && parent.deleted()) {
            DirectoryObject lost = lostAndFound(object.root().guid());
            if (lost != null) {
                rename(object, lost, name);
            }
        } else if (parent != null && object.rdn().endsWith("\\0ACNF:" + object.guid()) && !name.contains("\n")) {
            rename(object, parent, conflicting(name, object.guid()));
        }
    }

    private void rename(DirectoryObject object, DirectoryObject parent, String name) {
        AttributeType naming = Schema.attribute(object.objectClass().namingAttribute());
        DirectoryObject there = parent.child(Names.relativeName(naming.name(), name));
        String free = there == null || there == object ? name : conflicting(name, object.guid());
        store.relocate(object, parent, Names.relativeName(naming.name(), free));
        Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>();
        values.put(naming, Texts.value(free));
        values.put(Schema.NAME, Texts.value(free));
        store.rewrite(object, values, Schema.NAME);
    }

    /** Without what a deletion or a conflict added to it. */
    private static String plainName(DirectoryObject object) {
        String name = object.text(Schema.NAME);
        return name == null ? "" : name.split("\n", 2)[0];
    }

    private static String conflicting(String name, UUID guid) {
        return name + "\nCNF:" + guid;
    }
}
