package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Tells a listener of passwords in changes that were made. */
final class PasswordWatch {

    /** Of the quotation marks in UTF-16. */
    private static final int QUOTE = 2;

    private final Store store;
    private volatile PasswordListener listener = (sid, account, filetime, password) -> {};

    PasswordWatch(Store store) {
        this.store = store;
    }

    void listen(PasswordListener newListener) {
        listener = newListener;
    }

    void modified(DirectoryObject object, List<Modification> modifications) {
        ASN1OctetString last = null;
        for (Modification modification : modifications) {
            ASN1OctetString[] values = modification.getRawValues();
            if (modification.getAttributeName().equalsIgnoreCase("unicodePwd")
                    && !modification.getModificationType().equals(ModificationType.DELETE)
                    && values.length > 0) {
                last = values[0];
            }
        }
        if (last != null) {
            tell(object, last.getValue());
        }
    }

    void added(DirectoryObject object, List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            if (attribute.getBaseName().equalsIgnoreCase("unicodePwd") && attribute.hasValue()) {
                tell(object, attribute.getRawValues()[0].getValue());
            }
        }
    }

    private void tell(DirectoryObject object, byte[] quoted) {
        List<byte[]> sid = object.values(Schema.OBJECT_SID);
        List<byte[]> account = object.values(Schema.SAM_ACCOUNT_NAME);
        if (sid.isEmpty() || account.isEmpty()) {
            return;
        }
        CharBuffer characters =
                StandardCharsets.UTF_16LE.decode(ByteBuffer.wrap(quoted, QUOTE, quoted.length - 2 * QUOTE));
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(characters);
        byte[] password = Arrays.copyOfRange(encoded.array(), encoded.arrayOffset(), encoded.limit());
        long filetime = Texts.fileTime(store.now());
        try {
            listener.changed(Sid.text(sid.getFirst()), Texts.of(account.getFirst()), filetime, password);
        } finally {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
            Arrays.fill(characters.array(), '\0');
        }
    }
}
