package adsync.scim;

import adsync.change.CorrelationId;

/**
 * A password for an account, sealed so that only the provider can open it.
 *
 * @param correlationId follows it into the provider's logs, as {@code Idempotency-Key}
 * @param id the provider's id of the account
 * @param sealed a compact JWE
 * @param way how the provider takes it
 */
public record SealedPassword(CorrelationId correlationId, String id, String sealed, Way way) {

    /** How a provider takes passwords. */
    public sealed interface Way {}

    /**
     * As an attribute of the user that can be written and never read, by PATCH.
     *
     * @param path as in {@link ScimResource}
     */
    public record Attribute(String path) implements Way {}

    /**
     * By POST of a JSON object whose member {@code password} is the JWE.
     *
     * @param path below the base URL, with {@value #ID} in the place of the account's id
     */
    public record Endpoint(String path) implements Way {

        /** Stands for the account's id. */
        public static final String ID = "{id}";
    }

    /** What is sealed is not for logs, sealed as it is. */
    @Override
    public String toString() {
        return "SealedPassword[" + correlationId + ", " + id + "]";
    }
}
