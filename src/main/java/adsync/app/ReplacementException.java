package adsync.app;

/** What worked by a configuration was stopped, and neither another one nor itself can be begun: the process should end. */
public final class ReplacementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplacementException(String message, Throwable cause) {
        super(message, cause);
    }
}
