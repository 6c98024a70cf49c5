package adsync.change;

/** An object of the directory as it was read: a user, a container that users live in, or a group. */
public sealed interface DirectoryObject permits Image, Container, Group {

    /** Its identity. */
    ObjectGuid objectGuid();

    /** The objectGUID of the container it lives in. */
    ObjectGuid parent();

    /** Its relative distinguished name as the directory writes it, for example {@code CN=Ada Adler}. */
    String rdn();
}
