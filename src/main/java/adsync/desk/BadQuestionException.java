package adsync.desk;

/** What was asked cannot be understood; the message says what is wrong with it. */
public final class BadQuestionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong, in a sentence. */
    public BadQuestionException(String message) {
        super(message);
    }
}
