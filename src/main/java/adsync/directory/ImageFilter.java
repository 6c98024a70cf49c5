package adsync.directory;

import adsync.change.Image;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An LDAP filter (RFC 4515) that we evaluate ourselves, on the image of a user: and, or, not, equality and substrings in
 * any letter case, presence, {@code >=} and {@code <=} with numbers as numbers, and the two bit rules of Active Directory
 * (MS-ADTS 3.1.1.3.4.4). An attribute without a value makes a comparison false; what cannot be compared at all is
 * undefined (RFC 4511 4.5.1.7) and no match, also under a not. Immutable, usable from any thread; equal to a filter that
 * is written alike.
 */
public final class ImageFilter {

    /** More than anybody writes; the library's reader takes the square of the length. */
    private static final int LONGEST = 16 * 1024;

    private final String text;
    private final SortedSet<String> attributes;
    private final ImageTest test;

    private ImageFilter(String text, SortedSet<String> attributes, ImageTest test) {
        this.text = text;
        this.attributes = Collections.unmodifiableSortedSet(attributes);
        this.test = test;
    }

    /**
     * Reads a filter.
     *
     * @throws IllegalArgumentException if it is none, or if it cannot be evaluated on an image; names the construct, and
     *     what to do instead
     */
    public static ImageFilter parse(String text) {
        String bare = text.strip();
        if (bare.length() > LONGEST) {
            throw new IllegalArgumentException("text of more than " + LONGEST + " characters; name groups instead");
        }
        Filter filter;
        try {
            filter = Filter.create(bare);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("text that is no LDAP filter (RFC 4515): " + e.getMessage(), e);
        } catch (IndexOutOfBoundsException e) { // how the library meets half an escape
            throw new IllegalArgumentException("text that is no LDAP filter (RFC 4515): it ends within an escape", e);
        }
        SortedSet<String> attributes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        return new ImageFilter(bare, attributes, new FilterReader(attributes).test(filter));
    }

    /** Whether a user is selected. */
    public boolean matches(Image image) {
        return test.on(image) == Truth.TRUE;
    }

    /** The attributes it looks at, in any letter case: they have to be read from the directory. */
    public Set<String> attributes() {
        return attributes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageFilter filter && filter.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The filter as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
