package adsync.mapping;

/** What a check says about one value of a directory attribute. */
sealed interface Checked {

    /** It can be used, in this form. */
    record Usable(String value) implements Checked {}

    /** There is nothing in it. */
    record Absent() implements Checked {}

    /**
     * It cannot be used.
     *
     * @param reason what is wrong, without the value
     */
    record Unusable(String reason) implements Checked {}
}
