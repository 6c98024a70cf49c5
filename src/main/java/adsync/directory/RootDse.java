package adsync.directory;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException.Reason;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a domain controller says about itself (MS-ADTS 3.1.1.3.2).
 *
 * @param hostName dnsHostName
 * @param serviceName dsServiceName, the DN of its nTDSDSA object: unique to it, whatever address it is reached by
 * @param highestCommittedUsn highestCommittedUSN
 * @param defaultNamingContext defaultNamingContext
 * @param configurationNamingContext configurationNamingContext
 * @param namingContexts namingContexts
 * @param supportedControls supportedControl
 * @param supportedCapabilities supportedCapabilities
 */
record RootDse(
        String hostName,
        String serviceName,
        long highestCommittedUsn,
        String defaultNamingContext,
        String configurationNamingContext,
        List<String> namingContexts,
        Set<String> supportedControls,
        Set<String> supportedCapabilities) {

    /** LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID: a read-only domain controller. */
    private static final String READ_ONLY = "1.2.840.113556.1.4.1920";

    private static final Control[] NO_CONTROLS = {};

    static RootDse read(Session session) {
        SearchResultEntry entry = entry(
                session,
                "dnsHostName",
                "dsServiceName",
                "highestCommittedUSN",
                "defaultNamingContext",
                "configurationNamingContext",
                "namingContexts",
                "supportedControl",
                "supportedCapabilities");
        return new RootDse(
                value(session, entry, "dnsHostName"),
                value(session, entry, "dsServiceName"),
                usn(session, entry),
                value(session, entry, "defaultNamingContext"),
                value(session, entry, "configurationNamingContext"),
                values(entry, "namingContexts"),
                Set.copyOf(values(entry, "supportedControl")),
                Set.copyOf(values(entry, "supportedCapabilities")));
    }

    static long readHighestCommittedUsn(Session session) {
        return usn(session, entry(session, "highestCommittedUSN"));
    }

    /** The identity of its database: a new one after a restore. */
    UUID readInvocationId(Session session) {
        byte[] octets = session.read(serviceName, NO_CONTROLS, "invocationId")
                .flatMap(entry -> Optional.ofNullable(entry.getAttributeValueBytes("invocationId")))
                .orElseThrow(() -> new DirectoryException(
                        Reason.RIGHTS,
                        session.server() + ": the account may not read invocationId of " + serviceName
                                + "; grant it read access there"));
        if (octets.length != ObjectGuid.LENGTH) {
            throw new DirectoryException(
                    Reason.PROTOCOL, session.server() + ": invocationId of " + serviceName + " is no GUID");
        }
        return ObjectGuid.ofOctets(octets).value();
    }

    boolean notifies() {
        return supportedControls.contains(Controls.NOTIFICATION);
    }

    boolean readOnly() {
        return supportedCapabilities.contains(READ_ONLY);
    }

    /** The longest naming context that is a suffix of a name. */
    Optional<String> namingContextOf(String dn) {
        return namingContexts.stream()
                .filter(context -> isAtOrBelow(dn, context))
                .max(Comparator.comparingInt(String::length));
    }

    static boolean isAtOrBelow(String dn, String base) {
        if (dn.length() > DnText.LONGEST) {
            return false;
        }
        try {
            return DN.isDescendantOf(dn, base, true);
        } catch (LDAPException malformed) {
            return false; // such a name is in no naming context
        }
    }

    private static SearchResultEntry entry(Session session, String... attributes) {
        return session.read("", NO_CONTROLS, attributes)
                .orElseThrow(() -> new DirectoryException(Reason.PROTOCOL, session.server() + ": has no rootDSE"));
    }

    private static long usn(Session session, SearchResultEntry entry) {
        try {
            return Long.parseLong(value(session, entry, "highestCommittedUSN"));
        } catch (NumberFormatException e) {
            throw new DirectoryException(
                    Reason.PROTOCOL, session.server() + ": highestCommittedUSN of the rootDSE is no number", e);
        }
    }

    private static String value(Session session, SearchResultEntry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        if (value == null) {
            throw new DirectoryException(
                    Reason.UNSUPPORTED,
                    session.server() + ": is no Active Directory domain controller, its rootDSE has no " + attribute);
        }
        return value;
    }

    private static List<String> values(SearchResultEntry entry, String attribute) {
        String @Nullable [] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : List.of(values);
    }
}
