package adsync.config;

/** A value is not of its kind: what was found, and how to mend it. */
final class Unexpected extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    Unexpected(String found, String remedy) {
        super(found, null, false, false);
        this.remedy = remedy;
    }

    /** For example {@code found a number without a unit; write it as 60s}. */
    String text() {
        return "found " + getMessage() + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
