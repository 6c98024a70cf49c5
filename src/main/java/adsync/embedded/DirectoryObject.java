package adsync.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One object of the directory, alive or deleted; compared by identity. Lean, because there are a hundred thousand: its
 * distinguished name is put together on demand, and what several objects have in common they share.
 *
 * <p>Only {@link Store} and {@link Links} change it, under the store's lock.
 */
final class DirectoryObject {

    private final UUID guid;
    private final long serial;
    private final ObjectClass objectClass;
    private final long usnCreated;
    private @Nullable DirectoryObject parent;
    private String rdn;
    private Cell[] cells = new Cell[0];
    private @Nullable Map<String, DirectoryObject> children;
    private List<Link> forward = List.of();
    private List<Link> backward = List.of();
    private long usnChanged;
    private long whenChanged;
    private boolean deleted;
    private boolean recycled;

    /**
     * @param serial in which order the objects came; ties between equal update sequence numbers
     * @param parent null for the root of a naming context, whose {@code rdn} is then the whole name
     */
    DirectoryObject(
            UUID guid,
            long serial,
            ObjectClass objectClass,
            long usnCreated,
            @Nullable DirectoryObject parent,
            String rdn) {
        this.guid = guid;
        this.serial = serial;
        this.objectClass = objectClass;
        this.usnCreated = usnCreated;
        this.parent = parent;
        this.rdn = rdn;
    }

    UUID guid() {
        return guid;
    }

    long serial() {
        return serial;
    }

    ObjectClass objectClass() {
        return objectClass;
    }

    long usnCreated() {
        return usnCreated;
    }

    long usnChanged() {
        return usnChanged;
    }

    /** In milliseconds since 1970. */
    long whenChanged() {
        return whenChanged;
    }

    @Nullable DirectoryObject parent() {
        return parent;
    }

    /** The relative name, escaped as in a distinguished name; of a root the whole name. */
    String rdn() {
        return rdn;
    }

    String dn() {
        return parent == null ? rdn : rdn + ',' + parent.dn();
    }

    /** The root of the naming context it is in. */
    DirectoryObject root() {
        DirectoryObject top = this;
        for (DirectoryObject above = parent; above != null; above = above.parent) {
            top = above;
        }
        return top;
    }

    /** Whether it is {@code ancestor} or somewhere below it. */
    boolean within(DirectoryObject ancestor) {
        for (DirectoryObject at = this; at != null; at = at.parent) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }

    boolean deleted() {
        return deleted;
    }

    boolean recycled() {
        return recycled;
    }

    List<Cell> cells() {
        return Collections.unmodifiableList(Arrays.asList(cells));
    }

    @Nullable Cell cell(AttributeType type) {
        for (Cell cell : cells) {
            if (cell.type() == type) {
                return cell;
            }
        }
        return null;
    }

    /** The stored values; empty if it has none. */
    List<byte[]> values(AttributeType type) {
        Cell cell = cell(type);
        return cell == null ? List.of() : cell.values();
    }

    /** The first stored value as text; null if it has none. */
    @Nullable String text(AttributeType type) {
        List<byte[]> values = values(type);
        return values.isEmpty() ? null : Texts.of(values.get(0));
    }

    /** The first stored value as a number; {@code otherwise} if it has none. */
    long number(AttributeType type, long otherwise) {
        String text = text(type);
        return text == null ? otherwise : Long.parseLong(text);
    }

    Collection<DirectoryObject> children() {
        return children == null ? List.of() : children.values();
    }

    /** The child of that relative name; null if there is none. */
    @Nullable DirectoryObject child(String childRdn) {
        return children == null ? null : children.get(childRdn.toLowerCase(Locale.ROOT));
    }

    /** The links it is the source of, also removed ones, in the order they were made. */
    List<Link> forward() {
        return forward;
    }

    /** The links it is the target of, also removed ones. */
    List<Link> backward() {
        return backward;
    }

    void hold(Cell[] loaded) {
        cells = loaded;
        for (Cell cell : loaded) {
            noteState(cell);
        }
    }

    void put(Cell cell) {
        noteState(cell);
        for (int at = 0; at < cells.length; at++) {
            if (cells[at].type() == cell.type()) {
                cells[at] = cell;
                return;
            }
        }
        cells = Arrays.copyOf(cells, cells.length + 1);
        cells[cells.length - 1] = cell;
    }

    private void noteState(Cell cell) {
        if (cell.type() == Schema.IS_DELETED) {
            deleted = !cell.values().isEmpty();
        } else if (cell.type() == Schema.IS_RECYCLED) {
            recycled = !cell.values().isEmpty();
        }
    }

    void touch(long usn, long time) {
        usnChanged = usn;
        whenChanged = time;
    }

    void attach() {
        if (parent != null) {
            parent.adopt(this);
        }
    }

    void detach() {
        if (parent != null && parent.children != null) {
            parent.children.remove(rdn.toLowerCase(Locale.ROOT));
        }
    }

    void relocate(DirectoryObject newParent, String newRdn) {
        detach();
        parent = newParent;
        rdn = newRdn;
        attach();
    }

    private void adopt(DirectoryObject child) {
        if (children == null) {
            children = new LinkedHashMap<>();
        }
        children.put(child.rdn.toLowerCase(Locale.ROOT), child);
    }

    void linkForward(Link link) {
        forward = with(forward, link);
    }

    void linkBackward(Link link) {
        backward = with(backward, link);
    }

    void unlink(Link link) {
        forward = without(forward, link);
        backward = without(backward, link);
    }

    /** Most objects have no link or one: only the others get a list that grows. */
    private static List<Link> with(List<Link> links, Link link) {
        if (links.isEmpty()) {
            return List.of(link);
        }
        List<Link> more = links instanceof ArrayList ? links : new ArrayList<>(links);
        more.add(link);
        return more;
    }

    private static List<Link> without(List<Link> links, Link link) {
        if (!(links instanceof ArrayList)) {
            return links.contains(link) ? List.of() : links;
        }
        links.remove(link);
        return links;
    }

    @Override
    public String toString() {
        return dn();
    }
}
