package adsync.control;

/** The running service was reached and cannot answer; the message says why. */
public final class ControlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ControlException(String message) {
        super(message);
    }
}
