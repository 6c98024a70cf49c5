package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which domain controller took the last change of a password, as replication knows it of pwdLastSet (replPropertyMetaData, MS-ADA3
 * 2.210). The attribute msDS-ReplAttributeMetaData would tell the same as text, but Samba does not answer it.
 */
public final class PasswordOrigins {

    private static final String META_DATA = "replPropertyMetaData";
    private static final String INVOCATION = "invocationId";
    private static final String NAME = "dNSHostName";

    /** pwdLastSet: 1.2.840.113556.1.4 is prefix 9 of every directory, and its last arc is 96 (MS-DRSR 5.16.4). */
    private static final int PASSWORD_LAST_SET = 9 << 16 | 96;

    private static final int VERSION = 1;

    private PasswordOrigins() {}

    /**
     * Reads the DNS names of those domain controllers. Blocks, on a connection of its own.
     *
     * @return by user; without those of whom it cannot be read, or whose domain controller is gone
     * @throws DirectoryException if the directory cannot be asked
     */
    public static Map<ObjectGuid, String> of(DirectoryOptions options, Collection<ObjectGuid> users) {
        try (LdapDirectory directory = Directories.open(options, Preference.NONE)) {
            return directory.passwordOrigins(users);
        }
    }

    static Map<ObjectGuid, String> of(
            Session session, EntryDecoder decoder, RootDse rootDse, Collection<ObjectGuid> users) {
        Map<ObjectGuid, ObjectGuid> invocations = new LinkedHashMap<>();
        SearchRequest request = new SearchRequest(
                rootDse.defaultNamingContext(), SearchScope.SUB, EntryDecoder.anyOf(users), "objectGUID", META_DATA);
        for (SearchResultEntry entry : Session.entries(session.search("reading where passwords were set", request))) {
            byte[] told = entry.getAttributeValueBytes(META_DATA);
            if (told != null) {
                invocation(told).ifPresent(invocation -> invocations.put(decoder.guid(entry), invocation));
            }
        }
        if (invocations.isEmpty()) {
            return Map.of();
        }
        Map<ObjectGuid, String> names = names(session, rootDse.configurationNamingContext());
        Map<ObjectGuid, String> origins = new LinkedHashMap<>();
        invocations.forEach((user, invocation) -> {
            String name = names.get(invocation);
            if (name != null) {
                origins.put(user, name);
            }
        });
        return origins;
    }

    /** Of whose database the last change of pwdLastSet is; empty if that is not told. */
    static Optional<ObjectGuid> invocation(byte[] metaData) {
        ByteBuffer octets = ByteBuffer.wrap(metaData).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int version = octets.getInt();
            octets.getInt(); // reserved
            int count = octets.getInt();
            octets.getInt(); // reserved
            for (int number = 0; version == VERSION && number < count; number++) {
                int attribute = octets.getInt();
                octets.getInt(); // how often it was changed
                octets.getLong(); // when
                byte[] invocation = new byte[ObjectGuid.LENGTH];
                octets.get(invocation);
                octets.getLong(); // its number there
                octets.getLong(); // its number here
                if (attribute == PASSWORD_LAST_SET) {
                    return Optional.of(ObjectGuid.ofOctets(invocation));
                }
            }
            return Optional.empty();
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    /** The DNS names of all domain controllers, by the identities of their databases. */
    private static Map<ObjectGuid, String> names(Session session, String configuration) {
        Filter both = Filter.createORFilter(
                Filter.createEqualityFilter("objectClass", "nTDSDSA"),
                Filter.createEqualityFilter("objectClass", "server"));
        SearchRequest request = new SearchRequest("CN=Sites," + configuration, SearchScope.SUB, both, INVOCATION, NAME);
        Map<DN, String> servers = new HashMap<>();
        Map<ObjectGuid, DN> databases = new HashMap<>();
        try {
            for (SearchResultEntry entry :
                    Session.entries(session.search("reading the databases of domain controllers", request))) {
                byte[] invocation = entry.getAttributeValueBytes(INVOCATION);
                String name = entry.getAttributeValue(NAME);
                if (invocation != null && invocation.length == ObjectGuid.LENGTH) {
                    databases.put(
                            ObjectGuid.ofOctets(invocation), entry.getParsedDN().getParent());
                } else if (name != null) {
                    servers.put(entry.getParsedDN(), name);
                }
            }
        } catch (LDAPException e) {
            return Map.of(); // a name that is none
        }
        Map<ObjectGuid, String> names = new HashMap<>();
        databases.forEach((invocation, server) -> {
            String name = servers.get(server);
            if (name != null) {
                names.put(invocation, name);
            }
        });
        return names;
    }
}
