package adsync.embedded;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which changes a DirSync request is about: the attribute list is a filter too, and never brings what domain
 * controllers do not replicate.
 */
final class ChangeSelection {

    private final boolean everything;
    private final Set<AttributeType> named = new HashSet<>();

    /**
     * @param asteriskAlone whether an asterisk beside names is passed over
     */
    ChangeSelection(List<String> requested, boolean asteriskAlone) {
        for (String word : requested) {
            AttributeType type = Schema.find(word.split(";", 2)[0]);
            if (type != null) {
                named.add(type);
            }
        }
        boolean asterisk = requested.contains("*");
        this.everything = requested.isEmpty() || (asterisk && (requested.size() == 1 || !asteriskAlone));
    }

    /** Whether a change of that attribute is told. The naming attribute never is: a rename shows as {@code name}. */
    boolean wants(DirectoryObject object, AttributeType type) {
        return (everything || named.contains(type))
                && type.replicated()
                && type != Schema.INSTANCE_TYPE
                && !type.name().equals(object.objectClass().namingAttribute());
    }
}
