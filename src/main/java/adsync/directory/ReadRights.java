package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.BufferUnderflowException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the account of a session may read, by the access rights of each object. Nothing else tells: the answer of a server that
 * keeps an attribute back is that of an object without it.
 */
final class ReadRights {

    private static final String DESCRIPTOR = "nTSecurityDescriptor";
    private static final String TOKEN = "tokenGroups";
    private static final Control[] ONLY_ACCESS = {Controls.onlyAccess()};
    private static final Control[] NO_CONTROLS = {};

    private final Session session;
    private final EntryDecoder decoder;
    private final String configuration;
    private @Nullable Set<String> token;

    /**
     * Of the account of a session.
     *
     * @param configuration the naming context with the schema
     */
    ReadRights(Session session, EntryDecoder decoder, String configuration) {
        this.session = session;
        this.decoder = decoder;
        this.configuration = configuration;
    }

    /**
     * Asks for the rights on an object.
     *
     * @param base a name of the object
     */
    ReadRight of(String base, LinkAttribute attribute) {
        return right(descriptor(base), attribute.rights());
    }

    /**
     * Which attributes of a user the account may not read, as far as the directory shows that.
     *
     * @param base a name of the user
     */
    Map<String, AttributeRights> denied(String base, Collection<String> attributes) {
        Optional<byte[]> descriptor = descriptor(base);
        Map<String, AttributeRights> denied = AttributeRights.read(session, configuration, attributes);
        denied.values().removeIf(rights -> right(descriptor, rights) != ReadRight.DENIED);
        return denied;
    }

    /** Whether the directory shows the account the rights on an object, and as whom it sees the account. */
    boolean told(String base) {
        return right(descriptor(base), AttributeRights.NONE) != ReadRight.UNKNOWN;
    }

    /**
     * Asks for the rights on attributes of users.
     *
     * @param users as many as one search may ask for
     * @param attributes those asked for, by user
     */
    Map<ObjectGuid, Map<String, ReadRight>> of(
            List<ObjectGuid> users, Map<ObjectGuid, Set<String>> attributes, Collection<String> namingContexts) {
        List<ObjectGuid> asking = users.stream()
                .filter(user -> attributes.getOrDefault(user, Set.of()).stream().anyMatch(decoder::reads))
                .toList();
        Map<ObjectGuid, byte[]> descriptors = descriptors(asking, namingContexts);
        Map<String, AttributeRights> named = inSchema(asking, attributes);
        Map<ObjectGuid, Map<String, ReadRight>> rights = new LinkedHashMap<>();
        for (ObjectGuid user : users) {
            Set<String> asked = attributes.getOrDefault(user, Set.of());
            Optional<byte[]> descriptor = Optional.ofNullable(descriptors.get(user));
            Map<String, ReadRight> ofUser = new LinkedHashMap<>();
            asked.forEach(attribute -> ofUser.put(
                    attribute,
                    decoder.reads(attribute)
                            ? right(descriptor, named.getOrDefault(attribute, AttributeRights.NONE))
                            : ReadRight.GRANTED));
            rights.put(user, ofUser);
        }
        return rights;
    }

    /** Read anew each time: an attribute may be made confidential at any moment. */
    private Map<String, AttributeRights> inSchema(List<ObjectGuid> users, Map<ObjectGuid, Set<String>> attributes) {
        Set<String> asked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        users.forEach(user -> asked.addAll(attributes.getOrDefault(user, Set.of())));
        asked.removeIf(attribute -> !decoder.reads(attribute));
        return asked.isEmpty() ? Map.of() : AttributeRights.read(session, configuration, asked);
    }

    private Map<ObjectGuid, byte[]> descriptors(List<ObjectGuid> users, Collection<String> namingContexts) {
        Map<ObjectGuid, byte[]> descriptors = new HashMap<>();
        Set<ObjectGuid> left = new HashSet<>(users);
        for (String namingContext : namingContexts) {
            if (left.isEmpty()) {
                break;
            }
            var request = new SearchRequest(
                    namingContext, SearchScope.SUB, EntryDecoder.anyOf(left), "objectGUID", DESCRIPTOR);
            request.setControls(ONLY_ACCESS);
            for (SearchResultEntry entry : Session.entries(session.search("reading access rights", request))) {
                ObjectGuid user = decoder.guid(entry);
                byte[] descriptor = entry.getAttributeValueBytes(DESCRIPTOR);
                if (left.remove(user) && descriptor != null) {
                    descriptors.put(user, descriptor);
                }
            }
        }
        return descriptors;
    }

    private Optional<byte[]> descriptor(String base) {
        return session.read(base, ONLY_ACCESS, DESCRIPTOR)
                .flatMap(entry -> Optional.ofNullable(entry.getAttributeValueBytes(DESCRIPTOR)));
    }

    private ReadRight right(Optional<byte[]> descriptor, AttributeRights rights) {
        Set<String> ours = token();
        if (descriptor.isEmpty() || ours.isEmpty()) {
            return ReadRight.UNKNOWN;
        }
        try {
            return AccessRights.grantReading(descriptor.get(), ours, rights) ? ReadRight.GRANTED : ReadRight.DENIED;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException malformed) {
            return ReadRight.UNKNOWN;
        }
    }

    /** As whom the server sees us: the account, and all that it is in. It stays the same until the next login. */
    private Set<String> token() {
        Set<String> known = token;
        if (known == null) {
            known = session.read("", NO_CONTROLS, TOKEN).map(ReadRights::sids).orElse(Set.of());
            token = known;
        }
        return known;
    }

    private static Set<String> sids(SearchResultEntry rootDse) {
        Set<String> sids = new HashSet<>();
        Attribute token = rootDse.getAttribute(TOKEN);
        if (token != null) {
            for (byte[] octets : token.getValueByteArrays()) {
                SidText.of(octets).ifPresent(sids::add);
            }
        }
        return sids;
    }
}
