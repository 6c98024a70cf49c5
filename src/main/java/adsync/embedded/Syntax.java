package adsync.embedded;

/**
 * How the values of an attribute are kept, compared and written (MS-ADTS 3.1.1.2.2.2).
 *
 * <p>Values are octets. {@link #NAME} keeps the sixteen octets of the GUID it refers to, so a reference follows its
 * target through renames; links are not kept as values at all but as {@link Link}s between two objects.
 */
enum Syntax {
    TEXT,
    INTEGER,
    BOOLEAN,
    TIME,
    OCTETS,
    NAME,
    LINK,
    BACK_LINK
}
