package adsync.shipper;

/**
 * Rows of any partition became due, because what they refer to has an account now, or a person released them.
 *
 * @param count how many
 */
public record WorkReleased(long count) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.shipper.released";
}
