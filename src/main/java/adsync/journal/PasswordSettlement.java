package adsync.journal;

import java.time.Instant;

/** What became of a password event that was due. */
public sealed interface PasswordSettlement {

    /** Which. */
    WaitingPassword password();

    /**
     * It is over; what was sealed is deleted.
     *
     * @param cause of anything but success, without any secret; empty otherwise
     */
    record Ended(WaitingPassword password, PasswordEnd end, String cause) implements PasswordSettlement {}

    /**
     * It is due again later.
     *
     * @param counted whether that was an attempt
     */
    record Waits(WaitingPassword password, Instant notBefore, String cause, boolean counted)
            implements PasswordSettlement {}
}
