package adsync.shipper;

import adsync.scim.FoundUser;
import adsync.scim.UserPage;
import java.util.HashSet;
import java.util.Set;

/**
 * How far a list of all accounts has been read, page by page. A provider that does not page, and gives the same accounts again
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
        Set<String> ids = new HashSet<>();
        page.users().stream().map(FoundUser::id).forEach(ids::add);
        startIndex += page.size();
        complete = startIndex > page.total();
        boolean again = !ids.isEmpty() && before.containsAll(ids);
        over = complete || page.size() == 0 || again;
        before = ids;
        return !again;
    }
}
