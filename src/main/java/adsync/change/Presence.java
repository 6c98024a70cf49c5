package adsync.change;

/** Where an object we know is. */
public enum Presence {
    /** In the selected root. */
    PRESENT,
    /** Alive, but no longer in the selected root. */
    LEFT,
    /** A tombstone, or gone. */
    DELETED
}
