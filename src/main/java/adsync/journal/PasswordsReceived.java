package adsync.journal;

/**
 * Password events were kept that may be due. Sent over the event bus after they are durable.
 *
 * @param count how many
 */
public record PasswordsReceived(int count) {

    /** Where it is published. */
    public static final String ADDRESS = "adsync.passwords.received";
}
