package adsync.mapping;

/** What becomes of the provider's account when its user is deleted or leaves the selected root. */
public enum Deprovisioning {

    /** The account stays and cannot be used any more: {@code active} is false. */
    DISABLE,

    /** The account is deleted. */
    DELETE
}
