package adsync.scim;

import java.util.List;

/**
 * A page of the provider's groups, as {@link UserPage} is one of its accounts.
 *
 * @param total how many groups the provider says it has
 * @param size how many resources the page holds, those included that are no readable group
 * @param groups those that are
 */
public record GroupPage(long total, int size, List<FoundGroup> groups) {
    public GroupPage {
        groups = List.copyOf(groups);
    }
}
