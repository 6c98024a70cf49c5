package adsync.scim;

/**
 * What the provider says it can do (ServiceProviderConfig, RFC 7643 5). A hint: what it really does is learned.
 *
 * @param bulk whether there is a bulk endpoint
 * @param maxOperations operations a bulk request may have; 0 if there is none
 * @param maxPayloadSize octets a bulk request may have; 0 if there is none
 * @param patch whether PATCH is supported
 */
public record ProviderFeatures(boolean bulk, int maxOperations, int maxPayloadSize, boolean patch) {}
