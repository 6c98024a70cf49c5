package adsync.app;

/** The service cannot be started as it is configured: a person has to mend something first. Nothing was started. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With one sentence for the administrator. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
