package adsync.directory;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException.Reason;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns entries that were read with the extended-DN control into our values. */
final class EntryDecoder {

    private static final String OBJECT_SID = "objectSid";

    /** The clock of a domain controller may be wrong: nothing is decided by it. */
    private static final String WHEN_CHANGED = "whenChanged";

    /** What a stamp is made of. */
    static final String[] STAMP = {"objectGUID", "uSNChanged"};

    /** What a container is made of. */
    static final String[] CONTAINER = {"objectGUID", "parentGUID"};

    /** What every image has, so that an account's name and state are known whatever the mapping needs. */
    static final List<String> ACCOUNT = List.of("sAMAccountName", "userPrincipalName", "userAccountControl");

    /** Stands for a container that the account may not see. No object has it. */
    private static final ObjectGuid UNSEEN = new ObjectGuid(new UUID(0, 0));

    /** What a group is made of; its members are asked for apart. */
    static final String[] GROUP = {"objectGUID", "parentGUID", "uSNChanged", OBJECT_SID};

    private static final String PRIMARY_GROUP = "primaryGroupID";

    private static final Control[] NO_CONTROLS = {};

    private final Session session;
    private final RootDse rootDse;
    private final RangedValues rangedValues;
    private final boolean groups;
    private final SortedMap<String, String> imageAttributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Images hold the attributes of {@code mapped} and those that every account has.
     *
     * @param groups whether groups are read, and the primary group of each user
     */
    EntryDecoder(Session session, RootDse rootDse, Collection<String> mapped, boolean groups) {
        this.session = session;
        this.rootDse = rootDse;
        this.rangedValues = new RangedValues(session);
        this.groups = groups;
        mapped.forEach(name -> imageAttributes.put(name, name));
        ACCOUNT.forEach(name -> imageAttributes.putIfAbsent(name, name));
        if (groups) {
            imageAttributes.putIfAbsent(PRIMARY_GROUP, PRIMARY_GROUP);
        }
    }

    /** Whether images hold an attribute, if the user has it: not if no rule needs it any more. */
    boolean reads(String attribute) {
        return imageAttributes.containsKey(attribute);
    }

    /** What an image, a container or a group is made of, and what tells them apart. */
    String[] attributes() {
        SortedMap<String, String> attributes = new TreeMap<>(imageAttributes);
        for (String name :
                List.of("objectClass", "objectGUID", "parentGUID", "uSNChanged", "isDeleted", WHEN_CHANGED)) {
            attributes.putIfAbsent(name, name);
        }
        if (groups) {
            attributes.putIfAbsent(OBJECT_SID, OBJECT_SID);
        }
        return attributes.values().toArray(String[]::new);
    }

    /** Matches the objects with these identities. */
    static Filter anyOf(Collection<ObjectGuid> guids) {
        return Filter.createORFilter(guids.stream()
                .map(guid -> Filter.createEqualityFilter("objectGUID", guid.octets()))
                .toList());
    }

    /** A user, a group or a container, by its class; nothing else is asked for. */
    DirectoryObject object(SearchResultEntry entry) {
        if (entry.hasAttributeValue("objectClass", "user")) {
            return image(entry);
        }
        return entry.hasAttributeValue("objectClass", "group") ? group(entry) : container(entry);
    }

    Group group(SearchResultEntry entry) {
        String dn = ExtendedDn.parse(entry.getDN()).dn();
        byte[] sid = entry.getAttributeValueBytes(OBJECT_SID);
        long rid = sid == null ? 0 : SidText.lastSubAuthority(sid);
        return new Group(guid(entry), parent(entry, dn), DnText.rdn(dn), dn, usn(entry), rid);
    }

    Image image(SearchResultEntry entry) {
        ExtendedDn name = ExtendedDn.parse(entry.getDN());
        return new Image(
                guid(entry),
                parent(entry, name.dn()),
                DnText.rdn(name.dn()),
                name.dn(),
                usn(entry),
                values(entry),
                whenChanged(entry));
    }

    Container container(SearchResultEntry entry) {
        String dn = ExtendedDn.parse(entry.getDN()).dn();
        return new Container(guid(entry), parent(entry, dn), DnText.rdn(dn));
    }

    Stamp stamp(SearchResultEntry entry) {
        return new Stamp(guid(entry), usn(entry));
    }

    Located located(SearchResultEntry entry) {
        return new Located(guid(entry), ExtendedDn.parse(entry.getDN()).dn(), deleted(entry));
    }

    /** One that was asked for by its identity, and may show us no more than its name: of a tombstone that tells what it is. */
    Located located(ObjectGuid asked, SearchResultEntry entry) {
        String dn = ExtendedDn.parse(entry.getDN()).dn();
        boolean mangled = dn.toLowerCase(Locale.ROOT).contains("\\0adel:" + asked + ",");
        return new Located(asked, dn, deleted(entry) || mangled);
    }

    ObjectGuid guid(SearchResultEntry entry) {
        return shownGuid(entry)
                .orElseThrow(() -> new DirectoryException(
                        Reason.PROTOCOL, session.server() + ": " + entry.getDN() + " has no objectGUID"));
    }

    private static Optional<ObjectGuid> shownGuid(SearchResultEntry entry) {
        byte[] octets = entry.getAttributeValueBytes("objectGUID");
        return octets != null && octets.length == ObjectGuid.LENGTH
                ? Optional.of(ObjectGuid.ofOctets(octets))
                : ExtendedDn.parse(entry.getDN()).objectGuid();
    }

    /**
     * By the values: an object that was brought back has the attributes, without one. Of an object that leaves the recycle
     * bin DirSync tells isRecycled alone.
     */
    static boolean deleted(SearchResultEntry entry) {
        return "TRUE".equalsIgnoreCase(entry.getAttributeValue("isDeleted"))
                || "TRUE".equalsIgnoreCase(entry.getAttributeValue("isRecycled"));
    }

    /**
     * The head of a naming context has no parent that could be asked for here, and stands for its own. What lies in a
     * container that we may not see stops nobody else.
     */
    private ObjectGuid parent(SearchResultEntry entry, String dn) {
        if (rootDse.namingContexts().stream().anyMatch(dn::equalsIgnoreCase)) {
            return guid(entry);
        }
        byte[] octets = entry.getAttributeValueBytes("parentGUID");
        if (octets != null && octets.length == ObjectGuid.LENGTH) {
            return ObjectGuid.ofOctets(octets);
        }
        return session.read(DnText.parent(dn), NO_CONTROLS, "objectGUID")
                .flatMap(EntryDecoder::shownGuid)
                .orElse(UNSEEN);
    }

    /** 0 if the server does not say, which is no number that an object ever has. */
    private static long usn(SearchResultEntry entry) {
        Long usn = entry.getAttributeValueAsLong("uSNChanged");
        return usn == null ? 0 : usn;
    }

    private static @Nullable Instant whenChanged(SearchResultEntry entry) {
        Date date = entry.getAttributeValueAsDate(WHEN_CHANGED);
        return date == null ? null : date.toInstant();
    }

    private SortedMap<String, List<String>> values(SearchResultEntry entry) {
        SortedMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Attribute attribute : entry.getAttributes()) {
            String name = imageAttributes.get(attribute.getBaseName());
            if (name != null) {
                List<String> texts = values.computeIfAbsent(name, ignored -> new ArrayList<>());
                append(texts, name, attribute.getRawValues());
                if (attribute.hasOptions()) {
                    rangedValues
                            .rest("<GUID=" + guid(entry) + ">", attribute)
                            .forEach(value -> texts.add(ValueDecoder.text(name, value)));
                }
            }
        }
        return values;
    }

    private static void append(List<String> texts, String name, ASN1OctetString[] values) {
        for (ASN1OctetString value : values) {
            texts.add(ValueDecoder.text(name, value));
        }
    }
}
