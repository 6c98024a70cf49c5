package adsync.scim;

/** What was asked for: the same status means different things. */
enum Asked {
    CREATION,
    CHANGE,
    DELETION,
    READING
}
