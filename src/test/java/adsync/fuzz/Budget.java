package adsync.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Holds an input to what it may cost: processor time at most so long, memory at most in proportion to its length. */
final class Budget {

    /** For the longest input, on a slow machine. */
    private static final Duration TIME = Duration.ofSeconds(2);

    /** Libraries set up their tables when they are first used. */
    private static final long FOR_ANY_INPUT = 256L << 20;

    private static final long OCTETS_PER_OCTET = 8_000;

    /** How many times as much: what the fuzzer notes of each comparison is on the same account. */
    private static final int ALLOWANCE = Integer.getInteger("adsync.fuzz.allowance", 1);

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Budget() {}

    /**
     * Gives an input to a surface; fails if that costs too much. Then it is tried again, since the first time it may be the
     * loading of classes that costs.
     */
    static void spend(Surface surface, byte[] octets) {
        if (!complaint(surface, octets).isEmpty()) {
            String complaint = complaint(surface, octets);
            if (!complaint.isEmpty()) {
                throw new AssertionError(complaint);
            }
        }
    }

    private static String complaint(Surface surface, byte[] octets) {
        long cpu = THREAD.getCurrentThreadCpuTime();
        long allocated = THREAD.getCurrentThreadAllocatedBytes();
        surface.take(octets);
        long took = THREAD.getCurrentThreadCpuTime() - cpu;
        long used = THREAD.getCurrentThreadAllocatedBytes() - allocated;
        if (took > ALLOWANCE * TIME.toNanos()) {
            return octets.length + " octets took " + took / 1_000_000 + " ms";
        }
        return used > ALLOWANCE * (FOR_ANY_INPUT + OCTETS_PER_OCTET * octets.length)
                ? octets.length + " octets made " + used + " be allocated"
                : "";
    }
}
