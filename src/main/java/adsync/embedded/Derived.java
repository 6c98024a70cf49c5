package adsync.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of any attribute of an object: stored ones, identifiers and counters, both ends of links, and what is
 * computed on request. Names are sixteen octets of GUID here; {@link EntryWriter} writes them out.
 */
final class Derived {

    private static final long ACCOUNT_LOCKED = 0x10;
    private static final long PASSWORD_EXPIRED = 0x800000;
    private static final long PASSWORD_NEVER_EXPIRES = 0x10000;
    private static final long NEVER = Long.MAX_VALUE;

    private Derived() {}

    static List<byte[]> values(DirectoryObject object, AttributeType type) {
        if (type.link()) {
            return links(object.forward(), type, true);
        }
        if (type.backLink()) {
            return links(object.backward(), Schema.attribute(type.partner()), false);
        }
        if (type.is(Trait.CONSTRUCTED)) {
            return constructed(object, type);
        }
        List<byte[]> stored = object.values(type);
        return stored.isEmpty() && type.is(Trait.LOCAL) ? kept(object, type) : stored;
    }

    private static List<byte[]> links(List<Link> links, AttributeType type, boolean forward) {
        if (links.isEmpty()) {
            return List.of();
        }
        List<byte[]> ends = new ArrayList<>();
        for (Link link : links) {
            if (link.type() == type && link.visible()) {
                ends.add(Guid.octets((forward ? link.target() : link.source()).guid()));
            }
        }
        return ends;
    }

    private static List<byte[]> kept(DirectoryObject object, AttributeType type) {
        if (type == Schema.OBJECT_GUID || type == Schema.DISTINGUISHED_NAME) {
            return List.of(Guid.octets(object.guid()));
        }
        if (type == Schema.USN_CHANGED) {
            return Texts.value(object.usnChanged());
        }
        if (type == Schema.USN_CREATED) {
            return Texts.value(object.usnCreated());
        }
        return type == Schema.WHEN_CHANGED ? Texts.value(Texts.time(object.whenChanged())) : List.of();
    }

    private static List<byte[]> constructed(DirectoryObject object, AttributeType type) {
        return switch (type.name()) {
            case "parentGUID" -> {
                DirectoryObject parent = object.parent();
                yield parent == null ? List.of() : List.of(Guid.octets(parent.guid()));
            }
            case "canonicalName" -> Texts.value(canonicalName(object));
            case "structuralObjectClass" -> object.values(Schema.OBJECT_CLASS);
            case "createTimeStamp" -> object.values(Schema.WHEN_CREATED);
            case "modifyTimeStamp" -> kept(object, Schema.WHEN_CHANGED);
            case "primaryGroupToken" ->
                object.objectClass().isA("group")
                        ? Texts.value(
                                Sid.relativeOf(object.values(Schema.OBJECT_SID).get(0)))
                        : List.of();
            case "nTSecurityDescriptor" -> List.of(Everybody.readsEverything());
            case "msDS-User-Account-Control-Computed" -> accountState(object);
            case "msDS-UserPasswordExpiryTimeComputed" ->
                object.objectClass().isA("user") ? Texts.value(passwordExpiry(object)) : List.of();
            default -> List.of();
        };
    }

    /** MS-ADTS 3.1.1.4.5.33. */
    private static long passwordExpiry(DirectoryObject user) {
        if ((user.number(Schema.USER_ACCOUNT_CONTROL, 0) & PASSWORD_NEVER_EXPIRES) != 0) {
            return NEVER;
        }
        DirectoryObject domain = user;
        for (DirectoryObject above = user.parent(); above != null; above = above.parent()) {
            domain = above;
        }
        long lastSet = user.number(Schema.PWD_LAST_SET, 0);
        long age = -domain.number(Schema.MAX_PWD_AGE, 0);
        if (lastSet == 0) {
            return 0;
        }
        return age <= 0 ? NEVER : lastSet + age;
    }

    private static List<byte[]> accountState(DirectoryObject object) {
        if (!object.objectClass().isA("user")) {
            return List.of();
        }
        long state = object.number(Schema.LOCKOUT_TIME, 0) > 0 ? ACCOUNT_LOCKED : 0;
        return Texts.value(state | (object.number(Schema.PWD_LAST_SET, 0) == 0 ? PASSWORD_EXPIRED : 0));
    }

    private static String canonicalName(DirectoryObject object) {
        @Nullable DirectoryObject parent = object.parent();
        String name = object.text(Schema.NAME);
        if (parent == null) {
            return object.dn().replace(",DC=", ".").replace("DC=", "") + "/";
        }
        String above = canonicalName(parent);
        return above.endsWith("/") ? above + name : above + "/" + name;
    }
}
