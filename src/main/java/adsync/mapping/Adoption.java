package adsync.mapping;

/** Whether an account that the provider already has under a user's login becomes that user's. */
public enum Adoption {

    /** Never: the user is parked until a person has decided. */
    NEVER,

    /** If no provisioning client claims it: it has no {@code externalId}. */
    UNMANAGED,

    /** Always, whoever made it. */
    ALWAYS
}
