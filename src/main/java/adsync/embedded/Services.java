package adsync.embedded;

/** What all connections share. */
record Services(Domain domain, AccessRights rights, Faults faults, Connections connections, PasswordWatch passwords) {}
