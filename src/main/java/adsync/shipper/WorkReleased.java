package adsync.shipper;

/**
 * Rows of any partition became due because what they refer to has an account now.
 *
 * @param count how many
 */
public record WorkReleased(int count) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.shipper.released";
}
