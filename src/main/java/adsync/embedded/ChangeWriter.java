package adsync.embedded;

import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what is new of an object since a cookie: dirty attributes, and added and removed link values. */
final class ChangeWriter {

    private static final String ADDED = ";range=1-1";
    private static final String REMOVED = ";range=0-0";

    private final Domain domain;
    private final ChangeSelection selection;
    private final ReplicationCookie cookie;
    private final boolean incremental;
    private final boolean firstCycle;
    private final NameStyle names;
    private final EntryWriter writer;
    private final Map<LinkEnd, Long> lastChange = new HashMap<>();

    private record LinkEnd(DirectoryObject source, AttributeType type) {}

    /**
     * @param incremental whether links come as added and removed values, or whole
     */
    ChangeWriter(
            Domain domain, ChangeSelection selection, ReplicationCookie cookie, boolean incremental, NameStyle names) {
        this.domain = domain;
        this.selection = selection;
        this.cookie = cookie;
        this.incremental = incremental;
        this.firstCycle = cookie.known() == 0 && cookie.vector().isEmpty();
        this.names = names;
        this.writer = new EntryWriter(domain.store(), Integer.MAX_VALUE);
    }

    /** Whether the object has a new value, or lost one, of an attribute that was asked for. */
    boolean changed(DirectoryObject object) {
        for (Cell cell : object.cells()) {
            if (told(object, cell)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the link is new. Without incremental values, only the last change of its attribute counts. */
    boolean changed(Link link) {
        return selection.wants(link.source(), link.type())
                && cookie.isNew(link.stamp(), cookie.scanned())
                && link.visible() == link.present()
                && (incremental || lastChange(link) == link.stamp().localUsn());
    }

    private long lastChange(Link link) {
        return lastChange.computeIfAbsent(
                new LinkEnd(link.source(), link.type()),
                end -> end.source().forward().stream()
                        .filter(other -> other.type() == end.type())
                        .mapToLong(other -> other.stamp().localUsn())
                        .max()
                        .orElse(0));
    }

    /** A cleared attribute is told by its name alone, but not to someone who never heard of it. */
    private boolean told(DirectoryObject object, Cell cell) {
        return selection.wants(object, cell.type())
                && cookie.isNew(cell.stamp(), cookie.known())
                && !(firstCycle && cell.values().isEmpty());
    }

    /**
     * @param changedValues whether its attributes are written
     * @param links those whose change is written
     */
    SearchResultEntryProtocolOp entry(DirectoryObject object, boolean changedValues, Collection<Link> links) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(written(Schema.OBJECT_GUID, Derived.values(object, Schema.OBJECT_GUID)));
        attributes.add(written(Schema.INSTANCE_TYPE, object.values(Schema.INSTANCE_TYPE)));
        if (changedValues) {
            for (Cell cell : object.cells()) {
                if (told(object, cell)) {
                    writeCell(object, cell, attributes);
                }
            }
        }
        writeLinks(object, links, attributes);
        return new SearchResultEntryProtocolOp(names.name(object), attributes);
    }

    private void writeCell(DirectoryObject object, Cell cell, List<Attribute> attributes) {
        AttributeType type = cell.type();
        attributes.add(written(type, type.is(Trait.SECRET) ? List.of() : cell.values()));
        if (type == Schema.NAME && object.parent() != null) {
            attributes.add(written(Schema.PARENT_GUID, Derived.values(object, Schema.PARENT_GUID)));
        }
    }

    private Attribute written(AttributeType type, List<byte[]> values) {
        boolean extended = type.syntax() == Syntax.NAME
                && names == NameStyle.PLAIN
                && domain.profile().has(Behaviour.UNLINKED_NAMES_EXTENDED);
        return writer.attribute(type.name(), type, values, extended ? NameStyle.READABLE : names);
    }

    private void writeLinks(DirectoryObject object, Collection<Link> links, List<Attribute> attributes) {
        Map<String, List<byte[]>> byName = new LinkedHashMap<>();
        for (Link link : links) {
            if (incremental) {
                String name = link.type().name() + (link.present() ? ADDED : REMOVED);
                byName.computeIfAbsent(name, any -> new ArrayList<>())
                        .add(Guid.octets(link.target().guid()));
            } else {
                byName.put(link.type().name(), Derived.values(object, link.type()));
            }
        }
        byName.forEach((name, targets) -> attributes.add(writer.attribute(name, Schema.MEMBER, targets, names)));
    }
}
