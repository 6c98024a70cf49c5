package adsync.setup;

/** What was set up cannot be saved. The message says why and how to mend it; nothing was changed. */
public final class SetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SetupException(String message) {
        super(message);
    }

    SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
