package adsync.embedded;

import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes objects as search result entries. */
final class EntryWriter {

    private static final List<AttributeType> LOCAL_ALWAYS = List.of(
            Schema.OBJECT_GUID,
            Schema.USN_CREATED,
            Schema.USN_CHANGED,
            Schema.WHEN_CHANGED,
            Schema.DISTINGUISHED_NAME,
            Schema.REPL_UP_TO_DATE_VECTOR);

    private final Store store;
    private final int maxValRange;

    /**
     * @param maxValRange how many values of one attribute an answer may hold
     */
    EntryWriter(Store store, int maxValRange) {
        this.store = store;
        this.maxValRange = maxValRange;
    }

    SearchResultEntryProtocolOp entry(DirectoryObject object, AttributeSelection selection, View view) {
        List<Attribute> attributes = new ArrayList<>();
        if (selection.everything()) {
            writeStored(object, selection, view, attributes);
        }
        selection.named().forEach((type, range) -> {
            if (!type.is(Trait.SECRET)) {
                write(type, values(object, type), range, view, attributes);
            }
        });
        return new SearchResultEntryProtocolOp(view.names().name(object), attributes);
    }

    private void writeStored(
            DirectoryObject object, AttributeSelection selection, View view, List<Attribute> attributes) {
        for (Cell cell : object.cells()) {
            if (!cell.type().is(Trait.SECRET) && !selection.named().containsKey(cell.type())) {
                write(cell.type(), cell.values(), null, view, attributes);
            }
        }
        for (AttributeType type : LOCAL_ALWAYS) {
            if (!selection.named().containsKey(type)) {
                write(type, values(object, type), null, view, attributes);
            }
        }
        List<AttributeType> linked = new ArrayList<>();
        for (Link link : object.forward()) {
            note(link.type(), selection, linked);
        }
        for (Link link : object.backward()) {
            note(Schema.attribute(link.type().partner()), selection, linked);
        }
        for (AttributeType type : linked) {
            write(type, Derived.values(object, type), null, view, attributes);
        }
    }

    private List<byte[]> values(DirectoryObject object, AttributeType type) {
        if (type != Schema.REPL_UP_TO_DATE_VECTOR) {
            return Derived.values(object, type);
        }
        byte[] vector = object.parent() == null ? ReplicationCookie.replicated(store) : new byte[0];
        return vector.length == 0 ? List.of() : List.of(vector);
    }

    private static void note(AttributeType type, AttributeSelection selection, List<AttributeType> types) {
        if (!types.contains(type) && !selection.named().containsKey(type)) {
            types.add(type);
        }
    }

    private void write(
            AttributeType type,
            List<byte[]> values,
            AttributeSelection.@Nullable Range range,
            View view,
            List<Attribute> attributes) {
        if (values.isEmpty()) {
            return;
        }
        if (range == null && values.size() <= maxValRange) {
            attributes.add(attribute(type.name(), type, values, view.names()));
            return;
        }
        if (range == null) {
            attributes.add(new Attribute(type.name(), new byte[0][]));
        }
        int first = range == null ? 0 : range.first();
        int last = Math.min(range == null ? Integer.MAX_VALUE : range.last(), first + maxValRange - 1);
        String end = last >= values.size() - 1 ? "*" : Integer.toString(last);
        List<byte[]> window =
                first >= values.size() ? List.of() : values.subList(first, Math.min(last + 1, values.size()));
        attributes.add(attribute(type.name() + ";range=" + first + "-" + end, type, window, view.names()));
    }

    /** An attribute of the given name, whose values may be none. */
    Attribute attribute(String name, AttributeType type, List<byte[]> values, NameStyle names) {
        boolean refers = type.syntax() == Syntax.NAME || type.link() || type.backLink();
        return new Attribute(name, (refers ? names(values, names) : values).toArray(byte[][]::new));
    }

    /** References to what has left the directory for good are passed over. */
    private List<byte[]> names(List<byte[]> guids, NameStyle names) {
        List<byte[]> texts = new ArrayList<>(guids.size());
        for (byte[] guid : guids) {
            DirectoryObject object = store.find(Guid.ofOctets(guid));
            if (object != null) {
                texts.add(Texts.octets(names.name(object)));
            }
        }
        return texts;
    }
}
