package adsync.shipper;

import adsync.shipper.RehearsedGroup.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a rehearsal did to groups, in numbers.
 *
 * @param counts groups by what would happen to them; what happens together counts in each
 * @param held the same of those that would wait for an approval
 * @param membersAdded how many memberships would come
 * @param membersRemoved how many would go
 * @param unchanged groups that are shipped, and to which none of all this applies
 */
public record GroupCounts(
        Map<Kind, Long> counts, Map<Kind, Long> held, long membersAdded, long membersRemoved, long unchanged) {

    /** Of no groups. */
    public static final GroupCounts NONE = new GroupCounts(Map.of(), Map.of(), 0, 0, 0);

    public GroupCounts {
        counts = frozen(counts, Kind.class);
        held = frozen(held, Kind.class);
    }

    /** A copy that stays as it is, in the order of the kinds. */
    static <K extends Enum<K>> Map<K, Long> frozen(Map<K, Long> counts, Class<K> kinds) {
        Map<K, Long> copy = new EnumMap<>(kinds);
        copy.putAll(counts);
        return Collections.unmodifiableMap(copy);
    }

    /** Groups to which this would happen. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Whether there are any groups at all. */
    public boolean any() {
        return unchanged > 0 || !counts.isEmpty() || !held.isEmpty();
    }
}
