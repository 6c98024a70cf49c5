package adsync.directory;

import adsync.change.ObjectGuid;
import java.util.Set;

/** The two sides of a membership: attributes that look empty to an account that may not read them. */
public enum LinkAttribute {
    /** Who is in a group; asked of groups. */
    MEMBER("bf9679c0-0de6-11d0-a285-00aa003049e2", "bf967a9c-0de6-11d0-a285-00aa003049e2"),
    /** In which groups an object is; asked of users. */
    MEMBER_OF("bf967991-0de6-11d0-a285-00aa003049e2", "bf967aba-0de6-11d0-a285-00aa003049e2");

    private final ObjectGuid attribute;
    private final ObjectGuid objectClass;

    LinkAttribute(String attribute, String objectClass) {
        this.attribute = ObjectGuid.parse(attribute);
        this.objectClass = ObjectGuid.parse(objectClass);
    }

    /** The property set Membership, which both belong to (MS-ADTS 3.1.1.2.3.3). */
    private static final class PropertySet {
        static final ObjectGuid MEMBERSHIP = ObjectGuid.parse("bc0ac240-79a9-11d0-9020-00c04fc2d4cf");
    }

    /** The schema's GUIDs by which an access right may name it: of the attribute, its property set, the object's class. */
    AttributeRights rights() {
        return new AttributeRights(Set.of(attribute, PropertySet.MEMBERSHIP, objectClass), false);
    }
}
