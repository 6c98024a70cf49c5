package adsync.mapping;

/** What becomes of the provider's account when its user is deleted or is no longer selected. */
public enum Deprovisioning {

    /** The account stays and cannot be used any more: {@code active} is false. */
    DISABLE,

    /** The account is deleted. */
    DELETE,

    /** The account cannot be used any more, and is deleted after a while unless the user comes back. */
    DISABLE_THEN_DELETE
}
