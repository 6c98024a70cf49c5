package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.asn1.ASN1OctetString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Turns one attribute value into text. It cannot fail: what is no text becomes Base64. */
final class ValueDecoder {

    private static final Set<String> GUIDS = Set.of("objectguid", "parentguid");

    private static final Set<String> SIDS = Set.of("objectsid", "sidhistory", "tokengroups", "securityidentifier");

    /** Octet strings (attribute syntax 2.5.5.10) of users, whatever their octets happen to look like. */
    private static final Set<String> OCTETS = Set.of(
            "audio",
            "cacertificate",
            "jpegphoto",
            "logonhours",
            "ms-ds-consistencyguid",
            "msexchmailboxguid",
            "msexcharchiveguid",
            "msexchblockedsendershash",
            "msexchsaferecipientshash",
            "msexchsafesendershash",
            "msrtcsip-userroutinggroupid",
            "photo",
            "thumbnaillogo",
            "thumbnailphoto",
            "usercertificate",
            "userpkcs12",
            "usersmimecertificate",
            "x500uniqueidentifier");

    private static final char REPLACEMENT = '\uFFFD';

    private ValueDecoder() {}

    /** Whether an image holds the values of an attribute in Base64. */
    static boolean isOctets(String attribute) {
        return OCTETS.contains(attribute.toLowerCase(Locale.ROOT));
    }

    /** Whether an image holds the values of an attribute as {@code S-1-5-…}. */
    static boolean isSid(String attribute) {
        return SIDS.contains(attribute.toLowerCase(Locale.ROOT));
    }

    /** The value as an image holds it. */
    static String text(String attribute, ASN1OctetString value) {
        String name = attribute.toLowerCase(Locale.ROOT);
        if (GUIDS.contains(name) && value.getValueLength() == ObjectGuid.LENGTH) {
            return ObjectGuid.ofOctets(value.getValue()).toString();
        }
        if (SIDS.contains(name)) {
            return SidText.of(value.getValue()).orElseGet(() -> base64(value));
        }
        if (OCTETS.contains(name)) {
            return base64(value);
        }
        String text = value.stringValue();
        if (text.indexOf(REPLACEMENT) >= 0 && !isText(value.getValue())) {
            return base64(value);
        }
        return ExtendedDn.reference(text);
    }

    private static String base64(ASN1OctetString value) {
        return Base64.getEncoder().encodeToString(value.getValue());
    }

    private static boolean isText(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
