package adsync.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object about to be created: everything is checked before the store sees it. */
final class NewObject {

    private final DirectoryObject parent;
    private final String rdn;
    private final ObjectClass objectClass;
    private final Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>();
    private final List<Reference> references = new ArrayList<>();

    /** A link the new object will be the source of. */
    record Reference(AttributeType type, DirectoryObject target) {}

    /**
     * @param rdn the relative name, escaped
     * @param name the same without attribute and escapes
     */
    NewObject(DirectoryObject parent, String rdn, String name, ObjectClass objectClass) {
        this.parent = parent;
        this.rdn = rdn;
        this.objectClass = objectClass;
        List<byte[]> nameValue = Texts.value(name);
        values.put(Schema.OBJECT_CLASS, objectClass.values());
        values.put(Schema.attribute(objectClass.namingAttribute()), nameValue);
        values.put(Schema.NAME, nameValue);
    }

    DirectoryObject parent() {
        return parent;
    }

    String rdn() {
        return rdn;
    }

    ObjectClass objectClass() {
        return objectClass;
    }

    Map<AttributeType, List<byte[]>> values() {
        return values;
    }

    List<Reference> references() {
        return references;
    }

    NewObject set(AttributeType type, List<byte[]> octets) {
        values.put(type, octets);
        return this;
    }

    NewObject set(String name, String text) {
        return set(Schema.attribute(name), Texts.value(text));
    }

    NewObject setIfAbsent(AttributeType type, List<byte[]> octets) {
        values.putIfAbsent(type, octets);
        return this;
    }

    NewObject refer(AttributeType type, DirectoryObject target) {
        references.add(new Reference(type, target));
        return this;
    }

    boolean has(AttributeType type) {
        return values.containsKey(type);
    }
}
