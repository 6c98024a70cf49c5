package adsync.scim;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

/** A server that answers 501 to PATCH, and says so before. */
class SdkReplacingDialectTest extends ScimDialectSuite {

    @Override
    ScimServer start() {
        return SdkScimServer.start(EmbeddedProviderOptions.defaults()
                .withBulk(MAX_OPERATIONS, 4 << 20)
                .withoutPatch());
    }

    @Override
    boolean patches() {
        return false;
    }
}
