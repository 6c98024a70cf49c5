package adsync.shipper;

import adsync.scim.SealedPassword;

/**
 * How passwords are shipped.
 *
 * @param way how the provider takes them
 * @param mustChange what becomes of a password that its user must change at the next logon
 */
public record PasswordOptions(SealedPassword.Way way, MustChange mustChange) {

    /** What becomes of a password that its user must change at the next logon (pwdLastSet is 0). */
    public enum MustChange {
        /** It waits: an administrator knows it, and the user is to choose another. */
        HOLD,
        /** It is shipped, and marked as temporary. */
        SEND
    }
}
