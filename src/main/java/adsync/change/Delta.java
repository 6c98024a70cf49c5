package adsync.change;

import java.util.List;

/**
 * The values of one attribute before and after a change; an empty list stands for none.
 *
 * @param before the values we knew
 * @param after the values now
 */
public record Delta(List<String> before, List<String> after) {
    public Delta {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
