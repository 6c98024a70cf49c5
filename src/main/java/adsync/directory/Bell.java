package adsync.directory;

/** A registered change notification. It only wakes; it never says what changed. */
public interface Bell extends AutoCloseable {

    /** Told of rings and of the end, on the thread that reads the connection: whatever it does must be quick, or pings fail. */
    interface Listener {

        /** Something may have changed. */
        void rung();

        /**
         * The notification has ended, and this bell will not ring again. Called once at most and never after close, but
         * possibly before {@link Directory#bell} has returned.
         */
        void lost(DirectoryException cause);
    }

    /**
     * Proves that the connection is alive, and keeps the server from closing it as idle. Blocks for 5 seconds at most.
     *
     * @throws DirectoryException if it is not
     */
    void ping();

    @Override
    void close();
}
