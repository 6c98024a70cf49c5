package adsync.scim;

/**
 * What the provider says it can do (ServiceProviderConfig, RFC 7643 5). A hint: what it really does is learned.
 *
 * @param bulk whether there is a bulk endpoint
 * @param maxOperations operations a bulk request may have; 0 if there is none
 * @param maxPayloadSize octets a bulk request may have; 0 if there is none
 * @param patch whether users and groups can be changed by PATCH; if not, users are changed by PUT
 * @param stated false if it says nothing at all
 */
public record ProviderFeatures(boolean bulk, int maxOperations, int maxPayloadSize, boolean patch, boolean stated) {

    /** What a provider says. */
    public ProviderFeatures(boolean bulk, int maxOperations, int maxPayloadSize, boolean patch) {
        this(bulk, maxOperations, maxPayloadSize, patch, true);
    }

    /** In words, for people. */
    public String describe() {
        if (!stated) {
            return "/ServiceProviderConfig is not offered (404): no bulk, PATCH assumed";
        }
        return (bulk ? "bulk of up to " + maxOperations + " operations and " + maxPayloadSize + " octets" : "no bulk")
                + (patch ? ", patch" : ", no PATCH: a change is a GET and a PUT of the whole user");
    }
}
