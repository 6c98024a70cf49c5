package adsync.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * One structural class of the schema, compared by identity.
 *
 * @see Schema
 */
final class ObjectClass {

    private final String name;
    private final String namingAttribute;
    private final String category;
    private final Set<String> parents;
    private final List<String> lineage;
    private final List<byte[]> values;

    /**
     * @param lineage the names from {@code top} down to this class
     * @param parents the classes below which such an object may be; empty for one that only the directory creates
     */
    ObjectClass(String name, String namingAttribute, String category, List<String> lineage, Set<String> parents) {
        this.name = name;
        this.namingAttribute = namingAttribute;
        this.category = category;
        this.lineage = List.copyOf(lineage);
        this.parents = Set.copyOf(parents);
        List<byte[]> octets = new ArrayList<>();
        for (String ancestor : lineage) {
            octets.add(ancestor.getBytes(StandardCharsets.UTF_8));
        }
        this.values = Collections.unmodifiableList(octets);
    }

    String name() {
        return name;
    }

    String namingAttribute() {
        return namingAttribute;
    }

    /** The common name of the class's default category in the schema naming context. */
    String category() {
        return category;
    }

    List<String> lineage() {
        return lineage;
    }

    /** The values of objectClass, shared by all objects of the class. */
    List<byte[]> values() {
        return values;
    }

    boolean isA(String ancestor) {
        return lineage.contains(ancestor);
    }

    boolean mayBeBelow(ObjectClass parent) {
        return parent.lineage.stream().anyMatch(parents::contains);
    }

    /** Whether objects of it have a security identifier. */
    boolean securityPrincipal() {
        return isA("user") || isA("group");
    }

    @Override
    public String toString() {
        return name;
    }
}
