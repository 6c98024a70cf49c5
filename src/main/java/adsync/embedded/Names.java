package adsync.embedded;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds objects by name: a distinguished name, or one of the directory's own forms {@code <GUID=…>}, {@code <SID=…>}
 * and {@code <WKGUID=…,…>} (MS-ADTS 3.1.1.3.1.2.4). What follows an angle-bracket form is ignored, as in an extended
 * name that a client sends back.
 */
final class Names {

    private static final Pattern ALTERNATIVE =
            Pattern.compile("<(GUID|SID|WKGUID)=([^>]*)>.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Store store;

    Names(Store store) {
        this.store = store;
    }

    /**
     * What a name leads to.
     *
     * @param object null if there is nothing of that name
     * @param matched the nearest object above it; empty if not even that
     */
    record Found(@Nullable DirectoryObject object, String matched) {}

    /**
     * @throws LDAPException noSuchObject if there is no such object, invalidDNSyntax if it is no name
     */
    DirectoryObject required(String name) throws LDAPException {
        Found found = find(name);
        if (found.object() == null) {
            throw Refusal.noSuchObject(name, found.matched());
        }
        return found.object();
    }

    /**
     * @throws LDAPException invalidDNSyntax if it is no name
     */
    Found find(String name) throws LDAPException {
        Matcher alternative = ALTERNATIVE.matcher(name);
        if (alternative.matches()) {
            String value = alternative.group(2);
            return switch (alternative.group(1).toUpperCase(Locale.ROOT)) {
                case "GUID" -> new Found(byGuid(value), "");
                case "SID" -> new Found(bySid(value), "");
                default -> new Found(wellKnown(value), "");
            };
        }
        return descend(relativeNames(name));
    }

    /** The object of the schema that stands for a class's category. */
    @Nullable DirectoryObject category(ObjectClass objectClass) {
        for (DirectoryObject root : store.roots()) {
            if (root.objectClass().isA("dMD")) {
                return root.child("CN=" + objectClass.category());
            }
        }
        return null;
    }

    Links links() {
        return store.links();
    }

    private @Nullable DirectoryObject byGuid(String value) {
        UUID guid = Guid.parse(value);
        return guid == null ? null : store.find(guid);
    }

    private @Nullable DirectoryObject bySid(String value) throws LDAPException {
        byte[] sid = Sid.parse(value);
        if (sid.length == 0) {
            throw Refusal.badName(value);
        }
        return store.uniqueNames().owner(Schema.OBJECT_SID, sid);
    }

    private @Nullable DirectoryObject wellKnown(String value) throws LDAPException {
        int comma = value.indexOf(',');
        if (comma < 0) {
            throw Refusal.badName(value);
        }
        DirectoryObject holder = find(value.substring(comma + 1)).object();
        String start = "B:32:" + value.substring(0, comma).toUpperCase(Locale.ROOT) + ":";
        if (holder != null) {
            for (byte[] known : holder.values(Schema.attribute("wellKnownObjects"))) {
                String text = Texts.of(known);
                if (text.startsWith(start)) {
                    return find(text.substring(start.length())).object();
                }
            }
        }
        return null;
    }

    private Found descend(List<String> leafFirst) {
        DirectoryObject at = null;
        int depth = 0;
        for (DirectoryObject root : store.roots()) {
            List<String> rootNames = List.of(root.dn().toLowerCase(Locale.ROOT).split(",", -1));
            int offset = leafFirst.size() - rootNames.size();
            if (rootNames.size() > depth
                    && offset >= 0
                    && lower(leafFirst.subList(offset, leafFirst.size())).equals(rootNames)) {
                at = root;
                depth = rootNames.size();
            }
        }
        for (int next = leafFirst.size() - depth - 1; at != null && next >= 0; next--) {
            DirectoryObject child = at.child(leafFirst.get(next));
            if (child == null) {
                return new Found(null, at.dn());
            }
            at = child;
        }
        return new Found(at, "");
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** The relative names of a distinguished name in the form they are stored, the leaf first. */
    private static List<String> relativeNames(String name) throws LDAPException {
        try {
            List<String> names = new ArrayList<>();
            for (RDN rdn : new DN(name).getRDNs()) {
                names.add(relativeName(rdn));
            }
            return names;
        } catch (LDAPException e) {
            throw Refusal.badName(name);
        }
    }

    static String relativeName(RDN rdn) {
        return relativeName(rdn.getAttributeNames()[0], rdn.getAttributeValues()[0]);
    }

    /** A relative name with its attribute in capitals and its value escaped as Active Directory does (RFC 4514 2.4). */
    static String relativeName(String attribute, String value) {
        StringBuilder text = new StringBuilder(attribute.toUpperCase(Locale.ROOT)).append('=');
        for (int at = 0; at < value.length(); at++) {
            char character = value.charAt(at);
            boolean atEdge = at == 0 || at == value.length() - 1;
            if (character < ' ') {
                text.append('\\').append(HexFormat.of().withUpperCase().toHexDigits((byte) character));
            } else if (",+\"\\<>;=".indexOf(character) >= 0
                    || (character == ' ' && atEdge)
                    || (character == '#' && at == 0)) {
                text.append('\\').append(character);
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }
}
