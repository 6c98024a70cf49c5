package adsync.fuzz;

/** Readers of one kind of input that others write, and what must hold whatever they write. Of one thread. */
@FunctionalInterface
public interface Surface {

    /** A mebibyte. */
    long MIB = 1L << 20;

    /**
     * Reads an input. The exception that the readers' documentation names is caught here; any other failure is a finding.
     *
     * @param octets as they came, of any length
     */
    void take(byte[] octets);

    /** How many octets an input may allocate besides what is proportional to its length. */
    default long allocation() {
        return 48 * MIB;
    }
}
