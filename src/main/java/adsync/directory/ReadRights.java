package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.nio.BufferUnderflowException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private @Nullable Set<String> token;

    ReadRights(Session session) {
        this.session = session;
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
     * Which attributes of an object the account may not read, as far as the directory shows that.
     *
     * @param base a name of the object
     * @param rights names of each attribute in object-specific entries
     */
    List<String> denied(String base, Map<String, Set<ObjectGuid>> rights) {
        Optional<byte[]> descriptor = descriptor(base);
        return rights.keySet().stream()
                .filter(attribute -> right(descriptor, rights.getOrDefault(attribute, Set.of())) == ReadRight.DENIED)
                .sorted()
                .toList();
    }

    private Optional<byte[]> descriptor(String base) {
        return session.read(base, ONLY_ACCESS, DESCRIPTOR)
                .flatMap(entry -> Optional.ofNullable(entry.getAttributeValueBytes(DESCRIPTOR)));
    }

    private ReadRight right(Optional<byte[]> descriptor, Set<ObjectGuid> rights) {
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
