package adsync.scim;

import java.util.Set;

/**
 * A group that the provider has, with its members.
 *
 * @param group without them
 * @param members their ids
 */
public record GroupMembers(FoundGroup group, Set<String> members) {
    public GroupMembers {
        members = Set.copyOf(members);
    }
}
