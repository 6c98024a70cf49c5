package adsync.embedded;

/** What is special about an attribute; {@code schema.txt} says what each word means. */
enum Trait {
    SINGLE,
    LOCAL,
    CONSTRUCTED,
    SYSTEM,
    KEPT,
    SECRET
}
