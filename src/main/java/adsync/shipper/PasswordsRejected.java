package adsync.shipper;

/**
 * An administrator ended password events that waited.
 *
 * @param count how many
 */
public record PasswordsRejected(int count) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.passwords.rejected";
}
