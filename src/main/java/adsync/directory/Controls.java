package adsync.directory;

import adsync.change.DirSyncCookie;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import org.jspecify.annotations.Nullable;

/** The controls of Active Directory that we send (MS-ADTS 3.1.1.3.4.1). */
final class Controls {

    /** LDAP_SERVER_DIRSYNC_OID. */
    static final String DIRSYNC = "1.2.840.113556.1.4.841";
    /** LDAP_SERVER_NOTIFICATION_OID. */
    static final String NOTIFICATION = "1.2.840.113556.1.4.528";
    /** LDAP_SERVER_SHOW_DELETED_OID. */
    static final String SHOW_DELETED = "1.2.840.113556.1.4.417";

    /** LDAP_DIRSYNC_INCREMENTAL_VALUES and LDAP_DIRSYNC_ANCESTORS_FIRST_ORDER, without OBJECT_SECURITY. */
    static final int DIRSYNC_FLAGS = 0x80000800;

    private static final String SHOW_RECYCLED = "1.2.840.113556.1.4.2064";
    private static final String EXTENDED_DN = "1.2.840.113556.1.4.529";
    private static final String SD_FLAGS = "1.2.840.113556.1.4.801";

    /** DACL_SECURITY_INFORMATION. */
    private static final int ACCESS = 4;

    private Controls() {}

    /** The byte budget is as large as can be said: the server cuts it to what its page size allows. */
    static Control dirSync(@Nullable DirSyncCookie cookie) {
        return new ActiveDirectoryDirSyncControl(
                true, DIRSYNC_FLAGS, Integer.MAX_VALUE, cookie == null ? null : new ASN1OctetString(cookie.octets()));
    }

    static Control notification() {
        return new Control(NOTIFICATION, true);
    }

    static Control showDeleted() {
        return new Control(SHOW_DELETED, true);
    }

    /** Not critical: a server without a recycle bin may not know it. */
    static Control showRecycled() {
        return new Control(SHOW_RECYCLED, false);
    }

    /** Of a security descriptor the access rights alone: more is not shown to everybody. */
    static Control onlyAccess() {
        return new Control(SD_FLAGS, true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(ACCESS)).encode()));
    }

    /** Names carry the objectGUID, as text. */
    static Control extendedDn() {
        return new Control(EXTENDED_DN, true, new ASN1OctetString(new ASN1Sequence(new ASN1Integer(1)).encode()));
    }
}
