package adsync.journal;

import adsync.change.ObjectGuid;

/**
 * The share of objects one shipper owns. An object always has the same one as long as their number does not change.
 *
 * @param number from 0 to {@code count - 1}
 * @param count how many there are, at most {@value #SLOTS}
 */
public record Partition(int number, int count) {

    /** Objects are spread over this many slots, which the partitions share out. */
    public static final int SLOTS = 256;

    public Partition {
        if (count < 1 || count > SLOTS || number < 0 || number >= count) {
            throw new IllegalArgumentException("no partition " + number + " of " + count);
        }
    }

    /** The slot of an object, from 0 to 255. */
    public static int slot(ObjectGuid objectGuid) {
        return Math.floorMod(objectGuid.hashCode(), SLOTS);
    }

    /** Whether an object belongs here. */
    public boolean owns(ObjectGuid objectGuid) {
        return slot(objectGuid) % count == number;
    }
}
