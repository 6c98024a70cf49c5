package adsync.shipper;

import adsync.scim.FoundGroup;
import adsync.scim.FoundUser;
import adsync.scim.GroupPage;
import adsync.scim.UserPage;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a list of all accounts, or groups, has been read, page by page. A provider that does not page, and gives the same ones again
 * and again, is noticed. It does not change: whoever has used a page up goes on with the next one, and whoever has not asks for it again.
 *
 * @param startIndex where the next page begins
 * @param last whom the last page named
 * @param other whether the last page was another one than the page before
 * @param over whether there is no next page
 * @param complete whether it came to the end that the provider named. If not, accounts may be missing from it
 */
record Listing(long startIndex, Set<String> last, boolean other, boolean over, boolean complete) {

    /** Most providers give no more at once. */
    static final int PAGE = 200;

    Listing {
        last = Set.copyOf(last);
    }

    /** Goes on there; 1 is the first account. */
    static Listing from(long startIndex) {
        return new Listing(startIndex, Set.of(), true, false, false);
    }

    /** Goes on behind a page. */
    Listing behind(UserPage page) {
        return behind(page.users().stream().map(FoundUser::id).collect(Collectors.toSet()), page.size(), page.total());
    }

    /** Likewise of groups. */
    Listing behind(GroupPage page) {
        return behind(
                page.groups().stream().map(FoundGroup::id).collect(Collectors.toSet()), page.size(), page.total());
    }

    private Listing behind(Set<String> ids, int size, long total) {
        long next = startIndex + size;
        boolean end = next > total;
        boolean again = !ids.isEmpty() && last.containsAll(ids);
        return new Listing(next, ids, !again, end || size == 0 || again, end);
    }
}
