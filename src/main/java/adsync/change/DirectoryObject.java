package adsync.change;

/** An object of the directory as it was read: a user, or a container that users live in. */
public sealed interface DirectoryObject permits Image, Container {

    /** Its identity. */
    ObjectGuid objectGuid();

    /** The objectGUID of the container it lives in. */
    ObjectGuid parent();

    /** Its relative distinguished name as the directory writes it, for example {@code CN=Ada Adler}. */
    String rdn();
}
