package adsync.journal;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import java.util.List;
import java.util.Optional;

/**
 * What a page says of a tracked group: one whose members, at any depth, are of interest. A membership that is really added or
 * removed marks the users that it concerns, see {@link Journal#regroups}; so does a group that becomes tracked, or is gone.
 */
public sealed interface GroupChange {

    /**
     * The group is tracked from now on; if it is already, it is updated.
     *
     * @param group as it was read
     * @param epoch of the enumeration that met it, see {@link Journal#staleGroups}
     * @param shipped whether it is to be at the provider itself, where groups are shipped; empty if that is not said
     */
    record Known(Group group, long epoch, Optional<Boolean> shipped) implements GroupChange {

        /** Whether it is to be shipped is not said. */
        public Known(Group group, long epoch) {
            this(group, epoch, Optional.empty());
        }
    }

    /**
     * A full read of a group's members is due or begins: until it is {@link Complete} the group is among
     * {@link Journal#unreadGroups}. Ignored if the group is not tracked.
     *
     * @param group whose
     * @param reading tells this full read from others of the same group; positive
     */
    record Begun(ObjectGuid group, long reading) implements GroupChange {}

    /**
     * Part of a full read of a group's members. Ignored if the group is not tracked.
     *
     * @param group whose
     * @param members direct members of any class, known to us or not
     * @param reading tells this full read from others of the same group
     */
    record Members(ObjectGuid group, List<ObjectGuid> members, long reading) implements GroupChange {
        public Members {
            members = List.copyOf(members);
        }
    }

    /**
     * The full read is at its end: a member that was in no part of it, and that no {@link Delta} added since its first part,
     * is dropped. Ignored if the group is not tracked.
     *
     * @param group whose
     * @param reading which full read
     */
    record Complete(ObjectGuid group, long reading) implements GroupChange {}

    /**
     * Members that came and went. Ignored if the group is not tracked.
     *
     * @param group whose
     * @param added direct members of any class; one that is known already changes nothing
     * @param removed direct members; one that is not known changes nothing
     */
    record Delta(ObjectGuid group, List<ObjectGuid> added, List<ObjectGuid> removed) implements GroupChange {
        public Delta {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * The group is not tracked any more: deleted, or nothing leads to it. All memberships in it and of it are dropped.
     *
     * @param group which one
     */
    record Gone(ObjectGuid group) implements GroupChange {}
}
