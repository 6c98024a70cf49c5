package adsync.shipper;

import adsync.scim.FoundGroup;
import adsync.scim.FoundUser;
import adsync.scim.GroupPage;
import adsync.scim.UserPage;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a list of all accounts, or groups, has been read, page by page. A provider that does not page, and gives the same ones again
 * and again, is noticed.
 */
final class Listing {

    /** Most providers give no more at once. */
    static final int PAGE = 200;

    private long startIndex;
    private Set<String> before = Set.of();
    private boolean over;
    private boolean complete;

    /** Goes on there; 1 is the first account. */
    Listing(long startIndex) {
        this.startIndex = startIndex;
    }

    /** Where the next page begins. */
    long startIndex() {
        return startIndex;
    }

    /** Whether there is no next page. */
    boolean over() {
        return over;
    }

    /** Whether it came to the end that the provider named. If not, accounts may be missing from it. */
    boolean complete() {
        return complete;
    }

    /**
     * Goes on behind a page.
     *
     * @return whether it is another page than the one before
     */
    boolean passed(UserPage page) {
        return passed(page.users().stream().map(FoundUser::id).collect(Collectors.toSet()), page.size(), page.total());
    }

    /** Likewise of groups. */
    boolean passed(GroupPage page) {
        return passed(
                page.groups().stream().map(FoundGroup::id).collect(Collectors.toSet()), page.size(), page.total());
    }

    private boolean passed(Set<String> ids, int size, long total) {
        startIndex += size;
        complete = startIndex > total;
        boolean again = !ids.isEmpty() && before.containsAll(ids);
        over = complete || size == 0 || again;
        before = ids;
        return !again;
    }
}
