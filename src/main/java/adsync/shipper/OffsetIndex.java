package adsync.shipper;

import java.util.Arrays;
import java.util.Locale;

/**
 * Where in a file what has a key lies, in 16 octets an entry: keys are kept as 64-bit digests, so that whoever reads there has to
 * look whether it is what was asked for. Letter case is of no account.
 */
final class OffsetIndex {

    private static final int FIRST_SIZE = 1 << 10;
    private static final long NONE = -1;
    private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] digests = new long[FIRST_SIZE];
    private long[] offsets = filled(FIRST_SIZE);
    private int entries;

    private static long[] filled(int size) {
        long[] offsets = new long[size];
        Arrays.fill(offsets, NONE);
        return offsets;
    }

    /** Adds an entry; those that the key has already stay. */
    void add(String key, long offset) {
        if (2 * ++entries > offsets.length) {
            grow();
        }
        insert(digest(key), offset);
    }

    /** Makes this the only entry of the key. */
    void put(String key, long offset) {
        long digest = digest(key);
        for (int slot = slot(digest); offsets[slot] != NONE; slot = next(slot)) {
            if (digests[slot] == digest) {
                offsets[slot] = offset;
                return;
            }
        }
        add(key, offset);
    }

    /** All offsets of a key, the newest last; empty if it has none. */
    long[] find(String key) {
        long digest = digest(key);
        long[] found = {};
        for (int slot = slot(digest); offsets[slot] != NONE; slot = next(slot)) {
            if (digests[slot] == digest) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = offsets[slot];
            }
        }
        Arrays.sort(found);
        return found;
    }

    private void insert(long digest, long offset) {
        int slot = slot(digest);
        while (offsets[slot] != NONE) {
            slot = next(slot);
        }
        digests[slot] = digest;
        offsets[slot] = offset;
    }

    private void grow() {
        long[] oldDigests = digests;
        long[] oldOffsets = offsets;
        digests = new long[2 * oldDigests.length];
        offsets = filled(digests.length);
        for (int slot = 0; slot < oldOffsets.length; slot++) {
            if (oldOffsets[slot] != NONE) {
                insert(oldDigests[slot], oldOffsets[slot]);
            }
        }
    }

    private int slot(long digest) {
        return (int) (digest ^ (digest >>> Integer.SIZE)) & (offsets.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (offsets.length - 1);
    }

    private static long digest(String key) {
        String text = key.toLowerCase(Locale.ROOT);
        long digest = FNV_OFFSET_BASIS;
        for (int i = 0; i < text.length(); i++) {
            digest = (digest ^ text.charAt(i)) * FNV_PRIME;
        }
        return digest;
    }
}
