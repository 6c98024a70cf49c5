package adsync.sealing;

/** A key set or a sealed event is not what it must be. The message is one sentence, without any part of what was sealed. */
public final class SealingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SealingException(String message) {
        super(message);
    }

    SealingException(String message, Throwable cause) {
        super(message, cause);
    }
}
