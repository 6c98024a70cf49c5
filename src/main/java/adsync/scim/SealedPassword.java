package adsync.scim;

import adsync.change.CorrelationId;
import java.util.Optional;

/**
 * A password for an account, sealed so that only the provider can open it.
 *
 * @param correlationId follows it into the provider's logs, as {@code Idempotency-Key}
 * @param id the provider's id of the account
 * @param sealed a compact JWE
 * @param temporary whether its user must choose another one when signing in; told in the same request
 * @param way how the provider takes it
 */
public record SealedPassword(CorrelationId correlationId, String id, String sealed, boolean temporary, Way way) {

    /** How a provider takes passwords. */
    public sealed interface Way {}

    /**
     * As an attribute of the user that can be written and never read, by PATCH.
     *
     * @param path as in {@link ScimResource}
     * @param mark the path of the attribute that is true if the password is temporary; empty if the provider has none
     */
    public record Attribute(String path, Optional<String> mark) implements Way {}

    /**
     * By POST of a JSON object whose member {@code password} is the JWE; {@code mustChangePassword} is true if it is temporary.
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
