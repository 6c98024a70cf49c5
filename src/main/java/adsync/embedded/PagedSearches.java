package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The searches of one connection that are read page by page. Their candidates are collected once; a page goes on where
 * the last one stopped. Only the newest few are kept, as the server does with its result sets.
 */
final class PagedSearches {

    private static final int KEPT = 10;

    private final Map<Long, Search> open = new LinkedHashMap<>();
    private long lastId;

    /** A search that is under way. */
    static final class Search {

        private final List<DirectoryObject> candidates;
        private final Predicate<DirectoryObject> test;
        private int position;

        Search(List<DirectoryObject> candidates, Predicate<DirectoryObject> test) {
            this.candidates = candidates;
            this.test = test;
        }

        /** The next match; null when there is none left. */
        @Nullable DirectoryObject next() {
            DirectoryObject match = peek();
            position++;
            return match;
        }

        /** Moves on to the next match without taking it. */
        @Nullable DirectoryObject peek() {
            while (position < candidates.size()) {
                DirectoryObject candidate = candidates.get(position);
                if (test.test(candidate)) {
                    return candidate;
                }
                position++;
            }
            return null;
        }
    }

    /** Keeps a search for its next page and returns the cookie that finds it again. */
    byte[] keep(Search search) {
        open.put(++lastId, search);
        if (open.size() > KEPT) {
            open.remove(open.keySet().iterator().next());
        }
        return ByteBuffer.allocate(Long.BYTES).putLong(lastId).array();
    }

    /**
     * Takes a kept search out; each cookie is good for one page.
     *
     * @throws LDAPException unwillingToPerform if it is not known here
     */
    Search take(byte[] cookie) throws LDAPException {
        Search search = cookie.length == Long.BYTES
                ? open.remove(ByteBuffer.wrap(cookie).getLong())
                : null;
        if (search == null) {
            throw Refusal.unwilling("SvcErr: the cookie of the page is not of this connection");
        }
        return search;
    }
}
