package adsync.testing;

import static java.util.Objects.requireNonNull;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes rights from the service's account or gives them to it, and makes them what they were. */
public final class SambaRights {

    private static final String DESCRIPTOR = "nTSecurityDescriptor";

    /** LDAP_SERVER_SD_FLAGS_OID (MS-ADTS 3.1.1.3.4.1.11): the access rights alone, without the owner and the audit. */
    private static final Control ONLY_ACCESS = new Control(
            "1.2.840.113556.1.4.801", true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(4)).encode()));

    private final SambaDomain samba;
    private final LDAPConnection administrator;

    /** Of one domain; the connection stays the caller's. */
    public SambaRights(SambaDomain samba, LDAPConnection administrator) {
        this.samba = samba;
        this.administrator = administrator;
    }

    /**
     * Takes or gives rights on an object.
     *
     * @param rights an entry in SDDL without the account, such as {@code D;;LCLO;;}
     * @return what the rights were
     */
    public byte[] set(String dn, String rights) throws LDAPException {
        var request = new SearchRequest(dn, SearchScope.BASE, "(objectClass=*)", DESCRIPTOR);
        request.addControl(ONLY_ACCESS);
        byte[] before = requireNonNull(
                requireNonNull(administrator.searchForEntry(request)).getAttributeValueBytes(DESCRIPTOR));
        byte[] account = requireNonNull(requireNonNull(administrator.getEntry(samba.directoryUserDn(), "objectSid"))
                .getAttributeValueBytes("objectSid"));
        samba.tool("dsacl", "set", "--objectdn=" + dn, "--sddl=(" + rights + ";" + sid(account) + ")");
        return before;
    }

    /** Denies an attribute of an object, by the GUID that the schema gives it. Returns what the rights were. */
    public byte[] denyReading(String dn, String attribute) throws LDAPException {
        return set(dn, "OD;;RP;" + attribute + ";");
    }

    /** Makes the rights what they were. */
    public void giveBack(String dn, byte[] rights) throws LDAPException {
        var request = new ModifyRequest(dn, new Modification(ModificationType.REPLACE, DESCRIPTOR, rights));
        request.addControl(ONLY_ACCESS);
        administrator.modify(request);
    }

    private static String sid(byte[] octets) {
        ByteBuffer read = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder("S-1-").append(octets[7]);
        for (int at = 8; at < octets.length; at += 4) {
            text.append('-').append(Integer.toUnsignedLong(read.getInt(at)));
        }
        return text.toString();
    }
}
