package adsync.shipper;

/**
 * Somebody wants all accounts compared with the provider now, as fast as it answers.
 *
 * @param repairing whether what is found is repaired; else it is only reported
 * @param insisting whether ever so many accounts may be missing
 * @param withdrawing whether accounts of users who are there, but not in scope, are withdrawn
 */
public record ComparisonRequested(boolean repairing, boolean insisting, boolean withdrawing) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.comparison.requested";
}
