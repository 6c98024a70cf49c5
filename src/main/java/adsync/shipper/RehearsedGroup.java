package adsync.shipper;

import adsync.change.ObjectGuid;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What would become of one group.
 *
 * @param displayName the name that the group would have, or had; empty if it is not known
 * @param nameBefore its name at the provider; empty if the group would be new, or there is none
 * @param groupId the provider's id; empty if the group would be new, or there is none
 * @param kinds what would happen to it; empty if it waits since before
 * @param added members who would come; of a group that is taken over, those who are there already are among them
 * @param removed members who would go, or would wait for that; those who are not there any more are among them
 * @param cause why it would be parked or held, or might be; else empty
 */
public record RehearsedGroup(
        ObjectGuid objectGuid,
        String dn,
        String displayName,
        Optional<String> nameBefore,
        Optional<String> groupId,
        Set<Kind> kinds,
        boolean held,
        Members added,
        Members removed,
        String cause)
        implements Rehearsed {
    public RehearsedGroup {
        kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    }

    /** What can happen to a group. Some can happen together. */
    public enum Kind {
        /** It is new. */
        CREATE,
        /** It was there before and is taken over. */
        LINK,
        /** It gets another name. */
        RENAME,
        /** It gets members. */
        ADD_MEMBERS,
        /** It loses members. */
        REMOVE_MEMBERS,
        /** It is deleted. */
        DELETE,
        /** It, or a member of it, cannot be shipped as it is. */
        PARK;

        /** The word in answers, for example {@code add_members}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What of it would wait for an approval: the rest would be done. */
    public Set<Kind> heldKinds() {
        Set<Kind> waiting = EnumSet.of(Kind.DELETE, Kind.REMOVE_MEMBERS);
        waiting.removeIf(kind -> !held || !kinds.contains(kind));
        return waiting;
    }

    /**
     * Members who come, or go. There may be very many.
     *
     * @param count how many
     * @param first at most {@value #MOST} of them
     */
    public record Members(long count, List<Member> first) {

        /** How many are named. */
        public static final int MOST = 20;

        static final Members NONE = new Members(0, List.of());

        public Members {
            first = List.copyOf(first);
        }
    }

    /**
     * A user or group.
     *
     * @param id the provider's id; of one that would be new, {@code new:} and its objectGUID
     * @param name its login, or its displayName if it is a group; its objectGUID if that is not known
     */
    public record Member(String id, String name) {}
}
