package adsync.listener;

/**
 * A person asks for a comparison now, on the bus at {@link #ADDRESS}: the directory is enumerated again and compared with the
 * journal. Published without an answer: what comes of it is told by log, health and meters.
 */
public record ReconcileRequested() {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.reconcile";
}
