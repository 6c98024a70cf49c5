package adsync.embedded;

/** What an account may do beyond reading the living. */
enum Right {
    /** DS-Replication-Get-Changes: DirSync without the object security flag. */
    REPLICATE,
    /** List and read CN=Deleted Objects. */
    SEE_DELETED,
    /** Create, change and delete objects. */
    WRITE
}
