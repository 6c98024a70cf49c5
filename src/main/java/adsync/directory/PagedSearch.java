package adsync.directory;

import java.util.List;

/**
 * An enumeration by simple paged results (RFC 2696). It is no snapshot: an object that is changed meanwhile may be missed
 * or seen twice.
 *
 * @param <T> what is enumerated
 */
public interface PagedSearch<T> {

    /**
     * The next page, possibly empty while there are more.
     *
     * @throws DirectoryException if it cannot be read; the search then has to be started anew
     */
    List<T> next();

    /** Whether there may be another page. */
    boolean hasNext();

    /**
     * How many the server expects in all; 0 if it does not say, or before the first page. Samba says it exactly, Active
     * Directory does not.
     */
    int expected();
}
