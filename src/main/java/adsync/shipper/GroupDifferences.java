package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.journal.GroupDifference;
import adsync.journal.GroupLink;
import adsync.journal.KnownGroup;
import adsync.scim.GroupMembers;
import adsync.scim.ScimDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between a group as the provider acknowledged it and as it has it now.
 *
 * @param displayName its other name; empty if it has the same
 * @param missing members that it has no more, by their ids
 * @param more ids of members that it should not have
 */
record GroupDifferences(Optional<String> displayName, TreeMap<String, ObjectGuid> missing, TreeSet<String> more) {

    /** What one transaction of the journal takes. */
    private static final int AT_ONCE = 1000;

    /**
     * Compares.
     *
     * @param sent the members that the provider acknowledged
     */
    static GroupDifferences between(KnownGroup ours, Map<String, ObjectGuid> sent, GroupMembers there) {
        GroupLink link = ours.link().orElseThrow();
        var missing = new TreeMap<>(sent);
        missing.keySet().removeAll(there.members());
        var more = new TreeSet<String>();
        if (whole(ours, link, there)) {
            there.members().stream().filter(id -> !sent.containsKey(id)).forEach(more::add);
        }
        return new GroupDifferences(
                Optional.of(there.group().displayName()).filter(name -> !name.equals(link.displayName())),
                missing,
                more);
    }

    /** A group that was somebody else's, and was taken over by its name, keeps the members that it had. */
    private static boolean whole(KnownGroup ours, GroupLink link, GroupMembers there) {
        return !link.adopted()
                || there.group()
                        .externalId()
                        .flatMap(OrphanSearch::guid)
                        .filter(ours.objectGuid()::equals)
                        .isPresent();
    }

    boolean any() {
        return displayName.isPresent() || !missing.isEmpty() || !more.isEmpty();
    }

    /** Equal only for the same difference. */
    String signature() {
        return ScimDigest.of(
                "difference",
                displayName.orElse("") + '\n' + String.join(" ", missing.keySet()) + '\n' + String.join(" ", more));
    }

    /**
     * In words.
     *
     * @param believed whether so many may be missing
     */
    List<String> paths(boolean believed) {
        List<String> paths = new ArrayList<>();
        displayName.ifPresent(name -> paths.add("displayName"));
        if (!missing.isEmpty()) {
            paths.add("members: " + missing.size() + " missing" + (believed ? "" : ", too many to be believed"));
        }
        if (!more.isEmpty()) {
            paths.add("members: " + more.size() + " more");
        }
        return paths;
    }

    /** All of it, in parts that are not too large. */
    List<GroupDifference> parts(ObjectGuid group) {
        List<GroupDifference> parts = new ArrayList<>();
        Iterator<Map.Entry<String, ObjectGuid>> lacking = missing.entrySet().iterator();
        Iterator<String> surplus = more.iterator();
        do {
            var some = new TreeMap<String, ObjectGuid>();
            while (lacking.hasNext() && some.size() < AT_ONCE) {
                Map.Entry<String, ObjectGuid> one = lacking.next();
                some.put(one.getKey(), one.getValue());
            }
            Set<String> others = new HashSet<>();
            while (surplus.hasNext() && some.size() + others.size() < AT_ONCE) {
                others.add(surplus.next());
            }
            parts.add(new GroupDifference(
                    group, true, parts.isEmpty() ? displayName : Optional.empty(), some, others, signature()));
        } while (lacking.hasNext() || surplus.hasNext());
        return parts;
    }
}
