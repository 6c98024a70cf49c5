package adsync.journal;

import java.util.List;

/**
 * Objects that could not be shipped.
 *
 * @param total how many there are
 * @param first some of them: of those that are parked the oldest, of those that are postponed those that are tried again next
 */
public record Unshipped(long total, List<UnshippedObject> first) {
    public Unshipped {
        first = List.copyOf(first);
    }
}
