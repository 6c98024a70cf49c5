package adsync.listener;

/**
 * A person asked for a comparison now, told on the bus at {@link #ADDRESS}: the directory is enumerated again and compared with
 * the journal, which has the request. What comes of it is told by log, health and meters.
 */
public record ReconcileRequested() {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.reconcile";
}
