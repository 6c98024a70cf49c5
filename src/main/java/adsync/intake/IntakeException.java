package adsync.intake;

/** The intake cannot work; the message is one sentence for the administrator. */
public final class IntakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IntakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
