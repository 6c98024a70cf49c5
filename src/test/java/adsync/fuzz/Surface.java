package adsync.fuzz;

/** Readers of one kind of input that others write, and what must hold whatever they write. Of one thread. */
@FunctionalInterface
public interface Surface {

    /**
     * Reads an input. The exception that the readers' documentation names is caught here; any other failure is a finding.
     *
     * @param octets as they came, of any length
     */
    void take(byte[] octets);
}
