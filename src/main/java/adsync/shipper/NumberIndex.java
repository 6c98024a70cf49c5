package adsync.shipper;

import java.util.Arrays;
import java.util.Locale;

/**
 * The numbers of what has a key, in 16 octets an entry: keys are kept as 64-bit digests, so that whoever finds one has to look
 * whether it is what was asked for. Letter case is of no account.
 */
final class NumberIndex {

    private static final int FIRST_SIZE = 1 << 10;
    private static final long NONE = -1;
    private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] digests = new long[FIRST_SIZE];
    private long[] numbers = filled(FIRST_SIZE);
    private int entries;

    private static long[] filled(int size) {
        long[] numbers = new long[size];
        Arrays.fill(numbers, NONE);
        return numbers;
    }

    /** Adds an entry; those that the key has already stay. */
    void add(String key, long number) {
        if (2 * ++entries > numbers.length) {
            grow();
        }
        insert(digest(key), number);
    }

    /** Makes this the only entry of the key. */
    void put(String key, long number) {
        long digest = digest(key);
        for (int slot = slot(digest); numbers[slot] != NONE; slot = next(slot)) {
            if (digests[slot] == digest) {
                numbers[slot] = number;
                return;
            }
        }
        add(key, number);
    }

    /** All numbers of a key, the newest last; empty if it has none. */
    long[] find(String key) {
        long digest = digest(key);
        long[] found = {};
        for (int slot = slot(digest); numbers[slot] != NONE; slot = next(slot)) {
            if (digests[slot] == digest) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = numbers[slot];
            }
        }
        Arrays.sort(found);
        return found;
    }

    private void insert(long digest, long number) {
        int slot = slot(digest);
        while (numbers[slot] != NONE) {
            slot = next(slot);
        }
        digests[slot] = digest;
        numbers[slot] = number;
    }

    private void grow() {
        long[] oldDigests = digests;
        long[] oldNumbers = numbers;
        digests = new long[2 * oldDigests.length];
        numbers = filled(digests.length);
        for (int slot = 0; slot < oldNumbers.length; slot++) {
            if (oldNumbers[slot] != NONE) {
                insert(oldDigests[slot], oldNumbers[slot]);
            }
        }
    }

    private int slot(long digest) {
        return (int) (digest ^ (digest >>> Integer.SIZE)) & (numbers.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (numbers.length - 1);
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
