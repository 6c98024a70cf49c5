package adsync.app;

/** The service cannot be started as it is configured: a person has to mend something first. Nothing was started. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Who stands in the way. */
    public enum Reason {
        /** Our own configuration or this machine. */
        UNUSABLE,
        /** The directory or the provider. */
        REFUSED
    }

    private final Reason reason;

    /** With one sentence for the administrator. */
    public StartException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** With one sentence for the administrator. */
    public StartException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Who stands in the way. */
    public Reason reason() {
        return reason;
    }
}
