package adsync.config;

/** A value is not of its kind: what was found, and how to mend it. */
final class Unexpected extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;
    private final boolean told;

    private Unexpected(String found, String remedy, boolean told) {
        super(found, null, false, false);
        this.remedy = remedy;
        this.told = told;
    }

    Unexpected(String found, String remedy) {
        this(found, remedy, false);
    }

    /** Something within the value is wrong and was complained about where it stands. */
    static Unexpected within() {
        return new Unexpected("", "", true);
    }

    /** Whether nothing more is to be said. */
    boolean told() {
        return told;
    }

    /** For example {@code found a number without a unit; write it as 60s}. */
    String text() {
        return "found " + getMessage() + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
