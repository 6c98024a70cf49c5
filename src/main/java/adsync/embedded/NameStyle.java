package adsync.embedded;

import java.util.HexFormat;
import java.util.List;

/** How names are written in answers: plain, or with identifiers in front (MS-ADTS 3.1.1.3.4.1.5, extended DN). */
enum NameStyle {
    PLAIN,
    HEXADECIMAL,
    READABLE;

    String name(DirectoryObject object) {
        if (this == PLAIN) {
            return object.dn();
        }
        StringBuilder text = new StringBuilder("<GUID=");
        text.append(this == READABLE ? object.guid() : HexFormat.of().formatHex(Guid.octets(object.guid())));
        List<byte[]> sid = object.values(Schema.OBJECT_SID);
        if (!sid.isEmpty()) {
            text.append(">;<SID=");
            text.append(this == READABLE ? Sid.text(sid.get(0)) : HexFormat.of().formatHex(sid.get(0)));
        }
        return text.append(">;").append(object.dn()).toString();
    }
}
