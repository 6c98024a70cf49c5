package adsync.directory;

import adsync.change.ObjectGuid;
import java.util.Optional;

/**
 * A distinguished name as the extended-DN control makes the server write it (MS-ADTS 3.1.1.3.4.1.5):
 * {@code <GUID=…>;<SID=…>;CN=…}. It must be taken apart before any other handling: a library that knows {@code ;} as a
 * separator finds nonsense in it.
 *
 * @param objectGuid whose name it is; empty if the server did not say
 * @param dn the plain name; empty if the object is not visible
 */
record ExtendedDn(Optional<ObjectGuid> objectGuid, String dn) {

    private static final String GUID = "<GUID=";

    /** Takes a plain name too. */
    static ExtendedDn parse(String text) {
        Optional<ObjectGuid> guid = Optional.empty();
        int at = 0; // in place: a hostile value has millions of parts
        while (text.startsWith("<", at)) {
            int end = text.indexOf('>', at);
            if (end < 0) {
                break;
            }
            if (text.startsWith(GUID, at)) {
                guid = guid(text.substring(at + GUID.length(), end));
            }
            at = text.startsWith(";", end + 1) ? end + 2 : end + 1;
        }
        return new ExtendedDn(guid, text.substring(at));
    }

    /** The value as an image holds it: whom it points to, or the text itself if it is no extended name. */
    static String reference(String value) {
        return value.startsWith(GUID)
                ? parse(value).objectGuid().map(ObjectGuid::toString).orElse(value)
                : value;
    }

    private static Optional<ObjectGuid> guid(String text) {
        try {
            return Optional.of(ObjectGuid.parse(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty(); // an ordinary text that begins like an extended name
        }
    }
}
