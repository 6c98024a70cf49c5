package adsync.embedded;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has a name that only one object may have, and which object a security identifier is of. */
final class UniqueNames {

    private final Map<AttributeType, Map<String, DirectoryObject>> owners = Map.of(
            Schema.SAM_ACCOUNT_NAME, new HashMap<>(),
            Schema.USER_PRINCIPAL_NAME, new HashMap<>(),
            Schema.OBJECT_SID, new HashMap<>());

    boolean covers(AttributeType type) {
        return owners.containsKey(type);
    }

    @Nullable DirectoryObject owner(AttributeType type, byte[] value) {
        Map<String, DirectoryObject> names = owners.get(type);
        return names == null ? null : names.get(key(type, value));
    }

    void note(DirectoryObject object) {
        owners.forEach((type, names) -> {
            for (byte[] value : object.values(type)) {
                if (!object.deleted() || type == Schema.OBJECT_SID) {
                    names.put(key(type, value), object);
                }
            }
        });
    }

    void forget(DirectoryObject object) {
        owners.forEach((type, names) -> {
            for (byte[] value : object.values(type)) {
                names.remove(key(type, value), object);
            }
        });
    }

    private static String key(AttributeType type, byte[] value) {
        return type == Schema.OBJECT_SID ? Sid.text(value) : Texts.of(value).toLowerCase(Locale.ROOT);
    }
}
