package adsync.change;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One user as it is in the directory, or as we last saw it.
 *
 * @param objectGuid its identity
 * @param parent objectGUID of the container it lives in
 * @param rdn its relative distinguished name, for example {@code CN=Ada Adler}
 * @param dn its distinguished name; derived from the containers above it, so not compared
 * @param usn uSNChanged on the domain controller it was read from; says nothing on another one
 * @param attributes values by attribute name, in any letter case; no attribute is without a value. Octet strings are
 *     given as text (objectSid as {@code S-1-5-…}, others in Base64), values that point to another object
 *     ({@code manager}) as its objectGUID. The values of one attribute are a set and are kept sorted.
 * @param whenChanged when that domain controller says that it was last changed, by its clock: only to be told, never
 *     compared; null if it was not asked
 */
public record Image(
        ObjectGuid objectGuid,
        ObjectGuid parent,
        String rdn,
        String dn,
        long usn,
        SortedMap<String, List<String>> attributes,
        @Nullable Instant whenChanged)
        implements DirectoryObject {

    /**
     * The names of the services that a user has, as we derived them. No attribute of a directory can be called so; compared,
     * kept and mapped like any attribute.
     */
    public static final String SERVICES = "adsync:services";

    /** userAccountControl: ADS_UF_ACCOUNTDISABLE (MS-ADTS 2.2.16). */
    private static final long ACCOUNT_DISABLED = 0x2;

    public Image {
        SortedMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(attributes); // linear, if it is sorted like this already
        copy.values().removeIf(List::isEmpty);
        copy.replaceAll((name, values) -> values.size() == 1
                ? List.copyOf(values)
                : values.stream().sorted().toList());
        attributes = Collections.unmodifiableSortedMap(copy);
    }

    /** As we last saw it. */
    public Image(
            ObjectGuid objectGuid,
            ObjectGuid parent,
            String rdn,
            String dn,
            long usn,
            SortedMap<String, List<String>> attributes) {
        this(objectGuid, parent, rdn, dn, usn, attributes, null);
    }

    /** The same user with other attributes. */
    public Image with(SortedMap<String, List<String>> others) {
        return new Image(objectGuid, parent, rdn, dn, usn, others, whenChanged);
    }

    /** Accepts the attributes of any map. */
    public static Image of(DirectoryObject place, String dn, long usn, Map<String, List<String>> attributes) {
        SortedMap<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(attributes);
        return new Image(place.objectGuid(), place.parent(), place.rdn(), dn, usn, sorted);
    }

    /** The values of an attribute; empty if it has none. */
    public List<String> values(String attribute) {
        return attributes.getOrDefault(attribute, List.of());
    }

    /**
     * Whether the account is switched off by its administrator (userAccountControl, bit 0x2). An account whose state cannot
     * be read counts as switched off.
     */
    public boolean disabled() {
        return values("userAccountControl").stream().anyMatch(Image::hasDisabledBit);
    }

    private static boolean hasDisabledBit(String flags) {
        try {
            return (Long.parseLong(flags.strip()) & ACCOUNT_DISABLED) != 0;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
