package adsync.journal;

import java.time.Instant;
import java.util.OptionalLong;

/** What became of a password event that was due. */
public sealed interface PasswordSettlement {

    /** Which. */
    WaitingPassword password();

    /**
     * It is over; what was sealed is deleted.
     *
     * @param cause of anything but success, or what was not known of one that was shipped; without any secret, may be empty
     * @param atProvider whether the provider said that it has this password, or a newer one
     * @param written when the directory wrote the change down (FILETIME), which is before its domain controller told of it; empty
     *     if that is not known
     */
    record Ended(WaitingPassword password, PasswordEnd end, String cause, boolean atProvider, OptionalLong written)
            implements PasswordSettlement {

        /** What the provider took it has, and nothing else. */
        public Ended(WaitingPassword password, PasswordEnd end, String cause) {
            this(password, end, cause, end == PasswordEnd.ACKNOWLEDGED, OptionalLong.empty());
        }
    }

    /**
     * It is due again later.
     *
     * @param counted whether that was an attempt
     * @param held whether it waits for what the directory says, which nobody can hurry: for another password of its user, or for
     *     which one of two the directory kept
     */
    record Waits(WaitingPassword password, Instant notBefore, String cause, boolean counted, boolean held)
            implements PasswordSettlement {}
}
