package adsync.shipper;

/** A question about one object was not answered by the provider. */
final class UnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Weighed answer;

    UnansweredException(Weighed answer, String message) {
        super(message);
        this.answer = answer;
    }

    Weighed answer() {
        return answer;
    }
}
