package adsync.listener;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Of what a checkpoint depends on. Attributes are told apart from the rest: whoever asks for fewer than before knows all that there is to
 * know of them.
 *
 * @param others all else that must be the same
 * @param attributes that are read of users, in lower case
 */
record Fingerprint(String others, SortedSet<String> attributes) {

    /** From the text that is kept in the checkpoint: in its first line the attributes are in brackets. */
    static Fingerprint of(String text) {
        int line = text.indexOf('\n');
        String first = line < 0 ? text : text.substring(0, line);
        int from = first.indexOf('[');
        int to = first.indexOf(']', from + 1);
        if (from < 0 || to < 0) {
            return new Fingerprint(text, new TreeSet<>());
        }
        SortedSet<String> attributes =
                new TreeSet<>(Arrays.asList(first.substring(from + 1, to).split(",")));
        return new Fingerprint(text.substring(0, from) + text.substring(to + 1), attributes);
    }

    /** Whether what is known by this one is all that is to be known by another one. */
    boolean covers(Fingerprint now) {
        return others.equals(now.others) && attributes.containsAll(now.attributes);
    }

    /** What is known by this one and is not asked for by another one. */
    SortedSet<String> without(Fingerprint now) {
        SortedSet<String> rest = new TreeSet<>(attributes);
        rest.removeAll(now.attributes);
        return rest;
    }
}
