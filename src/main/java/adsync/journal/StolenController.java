package adsync.journal;

/**
 * What became of a domain controller whose key somebody else may have.
 *
 * @param revoked whether it was still enrolled or invited
 * @param rejected how many of its events waited, and are over
 * @param underWay how many more of them were under way: the provider may take them yet, and the journal tells if it did
 */
public record StolenController(boolean revoked, int rejected, int underWay) {}
