package adsync.embedded;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Everything in the order it last changed here, so that "what is new since" costs what is new.
 *
 * @param <T> objects or links
 */
final class UsnIndex<T> {

    private final TreeMap<Position, T> order = new TreeMap<>();

    /**
     * A place in the order.
     *
     * @param serial ties between equal numbers, which a rolled back database hands out twice
     */
    record Position(long usn, long serial) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int byUsn = Long.compare(usn, other.usn);
            return byUsn != 0 ? byUsn : Long.compare(serial, other.serial);
        }
    }

    void add(long usn, long serial, T item) {
        order.put(new Position(usn, serial), item);
    }

    void remove(long usn, long serial) {
        order.remove(new Position(usn, serial));
    }

    /** A live view of what changed after {@code usn}, oldest first. */
    NavigableMap<Position, T> after(long usn) {
        return order.tailMap(new Position(usn, Long.MAX_VALUE), false);
    }
}
