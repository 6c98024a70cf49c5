package adsync.scim;

/** The provider cannot be asked. Carries the outcome that says why. */
public final class ScimException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ScimOutcome outcome;

    /** With what came back instead of an answer. */
    public ScimException(ScimOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    /** What came back instead of an answer. */
    public ScimOutcome outcome() {
        return outcome;
    }
}
