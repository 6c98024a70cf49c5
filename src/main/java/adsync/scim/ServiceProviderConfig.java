package adsync.scim;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads what a provider says about itself (RFC 7643 5). */
final class ServiceProviderConfig {

    /** For a provider that says nothing: what every one can do. */
    static final ProviderFeatures UNKNOWN = new ProviderFeatures(false, 0, 0, true, false);

    private ServiceProviderConfig() {}

    /** A bulk endpoint without a stated limit has none. */
    static ProviderFeatures read(JsonObject config) {
        JsonObject bulk = Body.object(config, "bulk");
        int operations = limit(bulk, "maxOperations");
        int octets = limit(bulk, "maxPayloadSize");
        boolean usable = Body.flag(bulk, "supported", false) && operations > 0 && octets > 0;
        return new ProviderFeatures(
                usable,
                usable ? operations : 0,
                usable ? octets : 0,
                Body.flag(Body.object(config, "patch"), "supported", true));
    }

    private static int limit(@Nullable JsonObject bulk, String name) {
        return Math.clamp(Body.number(bulk, name, Integer.MAX_VALUE), 0, Integer.MAX_VALUE);
    }
}
