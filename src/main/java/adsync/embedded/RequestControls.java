package adsync.embedded;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The controls of one request, by what they mean (MS-ADTS 3.1.1.3.4.1). */
final class RequestControls {

    static final String DIR_SYNC = "1.2.840.113556.1.4.841";
    static final String NOTIFICATION = "1.2.840.113556.1.4.528";
    static final String PAGED_RESULTS = "1.2.840.113556.1.4.319";
    static final String SHOW_DELETED = "1.2.840.113556.1.4.417";
    static final String SHOW_RECYCLED = "1.2.840.113556.1.4.2064";
    static final String EXTENDED_DN = "1.2.840.113556.1.4.529";
    static final String TREE_DELETE = "1.2.840.113556.1.4.805";
    static final String PERMISSIVE_MODIFY = "1.2.840.113556.1.4.1413";
    static final String DOMAIN_SCOPE = "1.2.840.113556.1.4.1339";

    /** What the rootDSE lists; the last three are understood in that they change nothing here. */
    static final List<String> SUPPORTED = List.of(
            PAGED_RESULTS,
            NOTIFICATION,
            DIR_SYNC,
            SHOW_DELETED,
            SHOW_RECYCLED,
            EXTENDED_DN,
            TREE_DELETE,
            PERMISSIVE_MODIFY,
            DOMAIN_SCOPE,
            "1.2.840.113556.1.4.801",
            "1.2.840.113556.1.4.619",
            "1.2.840.113556.1.4.1340");

    private final Map<String, Control> byOid = new HashMap<>();

    /**
     * @throws LDAPException unavailableCriticalExtension if a critical one is not supported
     */
    RequestControls(List<Control> controls) throws LDAPException {
        for (Control control : controls) {
            if (SUPPORTED.contains(control.getOID())) {
                byOid.put(control.getOID(), control);
            } else if (control.isCritical()) {
                throw Refusal.of(
                        ResultCode.UNAVAILABLE_CRITICAL_EXTENSION,
                        "00000057",
                        "LdapErr: control " + control.getOID() + " is not supported");
            }
        }
    }

    boolean has(String oid) {
        return byOid.containsKey(oid);
    }

    @Nullable Control get(String oid) {
        return byOid.get(oid);
    }

    NameStyle nameStyle() throws LDAPException {
        Control extended = byOid.get(EXTENDED_DN);
        if (extended == null) {
            return NameStyle.PLAIN;
        }
        ASN1OctetString value = extended.getValue();
        if (value == null) {
            return NameStyle.HEXADECIMAL;
        }
        return integers(value, 1).get(0) == 1 ? NameStyle.READABLE : NameStyle.HEXADECIMAL;
    }

    /**
     * @param size how many entries the client wants on a page
     * @param cookie empty for the first page
     */
    record Paging(int size, ASN1OctetString cookie) {}

    /** Null if the client did not ask for pages. */
    @Nullable Paging paging() throws LDAPException {
        Control paged = byOid.get(PAGED_RESULTS);
        if (paged == null) {
            return null;
        }
        ASN1Element[] parts = elements(paged.getValue(), 2);
        return new Paging(integers(paged.getValue(), 1).get(0), new ASN1OctetString(parts[1].getValue()));
    }

    /**
     * @param flags as MS-ADTS 3.1.1.3.4.1.3 numbers them
     * @param maxBytes how large the client wants a page to be
     * @param cookie empty to start from nothing
     */
    record DirSyncRequest(boolean critical, int flags, int maxBytes, ASN1OctetString cookie) {}

    /** Null if the client did not ask for DirSync. */
    @Nullable DirSyncRequest dirSync() throws LDAPException {
        Control control = byOid.get(DIR_SYNC);
        if (control == null) {
            return null;
        }
        List<Integer> numbers = integers(control.getValue(), 2);
        ASN1OctetString cookie = new ASN1OctetString(elements(control.getValue(), 3)[2].getValue());
        return new DirSyncRequest(control.isCritical(), numbers.get(0), numbers.get(1), cookie);
    }

    private static List<Integer> integers(@Nullable ASN1OctetString value, int count) throws LDAPException {
        List<Integer> numbers = new ArrayList<>();
        try {
            for (int at = 0; at < count; at++) {
                numbers.add(
                        ASN1Integer.decodeAsInteger(elements(value, count)[at]).intValue());
            }
        } catch (ASN1Exception e) {
            throw undecodable();
        }
        return numbers;
    }

    private static ASN1Element[] elements(@Nullable ASN1OctetString value, int atLeast) throws LDAPException {
        try {
            if (value != null) {
                ASN1Element[] elements =
                        ASN1Sequence.decodeAsSequence(value.getValue()).elements();
                if (elements.length >= atLeast) {
                    return elements;
                }
            }
        } catch (ASN1Exception e) {
            throw undecodable();
        }
        throw undecodable();
    }

    private static LDAPException undecodable() {
        return Refusal.of(
                ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, "00000057", "LdapErr: a control's value cannot be decoded");
    }
}
