package adsync.listener;

/**
 * A person asks for a comparison now, on the bus at {@link #ADDRESS}. Published without an answer: what comes of it is told
 * by log, health and meters. One that comes while a comparison runs is not lost, another one follows.
 *
 * @param provider whether the provider's accounts are compared with what it acknowledged; else the directory is enumerated
 *     again and compared with the journal
 */
public record ReconcileRequested(boolean provider) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.reconcile";
}
