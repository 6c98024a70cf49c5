package adsync.journal;

import adsync.change.ObjectGuid;
import java.util.List;
import java.util.Optional;

/**
 * What is different about one member of a group at the provider.
 *
 * @param member whose membership
 * @param version of the difference: it grows if the member changes again
 * @param removes provider ids that the group has, or may have, as this member and that must go first; it does no harm to remove
 *     one that is not there
 * @param adds the provider id that is missing; empty if the group shall not have the member
 * @param group whether the member is a group itself
 * @param stranger whether it is nobody of ours, and {@code member} made up: only what it removes says who it is
 */
public record MemberEdit(
        ObjectGuid member, long version, List<String> removes, Optional<String> adds, boolean group, boolean stranger) {
    public MemberEdit {
        removes = List.copyOf(removes);
    }

    /** Who it is, for people. */
    public String name() {
        return stranger ? String.join(" ", removes) : member.toString();
    }
}
