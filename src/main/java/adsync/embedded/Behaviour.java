package adsync.embedded;

/** What one server of Active Directory's protocol does and another does not. */
public enum Behaviour {
    /** DirSync answers in pages of 100 to 1000 objects (MS-DRSR 5.115); without it, all at once. */
    DIR_SYNC_IN_PAGES,
    /** An object whose attributes and links changed comes as two entries of a page (MS-DRSR 4.1.10.5.7). */
    LINKS_IN_ENTRIES_OF_THEIR_OWN,
    /** Every octet of a cookie's head is checked and a bad one is a protocolError; else unavailableCriticalExtension. */
    COOKIES_CHECKED_STRICTLY,
    /** A cookie from the future, after a rollback, is answered with one of the present. */
    COOKIES_FOLLOW_ROLLBACK,
    /** The right to replicate is enough to be told of deletions. */
    REPLICATION_SHOWS_DELETED,
    /** An asterisk beside names in a DirSync attribute list is passed over. */
    ASTERISK_ONLY_ALONE,
    /** DirSync writes references that are no links in the extended form, unasked. */
    UNLINKED_NAMES_EXTENDED,
    /** Deleted objects keep their attributes and links until they are recycled (MS-ADTS 3.1.1.5.5.1.2). */
    RECYCLE_BIN,
    /** A notification search hears of deletions without asking for deleted objects. */
    DELETIONS_NOTIFIED_UNASKED,
    /** A notification search may ask for the presence of name, objectGUID and distinguishedName too. */
    NOTIFICATIONS_BY_PRESENCE,
    /** A search that does not ask for pages is cut off at the page limit. */
    UNPAGED_SEARCHES_CUT,
    /** A password may be written over a connection that is not encrypted. */
    PASSWORDS_IN_CLEAR
}
