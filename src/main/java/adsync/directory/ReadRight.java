package adsync.directory;

/** Whether the account may read something that looks empty. */
public enum ReadRight {
    /** It may: what looks empty is empty. */
    GRANTED,
    /** It may not: what looks empty may be full. */
    DENIED,
    /** The directory does not show the account the rights on that object. */
    UNKNOWN
}
