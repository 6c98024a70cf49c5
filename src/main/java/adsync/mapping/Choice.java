package adsync.mapping;

/** What an administrator decided about one row of the mapping. */
public sealed interface Choice permits Choice.Switch, Choice.Attribute, Transform {

    /** The row as it is in the standard table, or not at all. */
    enum Switch implements Choice {
        ON,
        OFF
    }

    /**
     * The row is filled from another attribute.
     *
     * @param name LDAP display name of the directory attribute
     */
    record Attribute(String name) implements Choice {}
}
