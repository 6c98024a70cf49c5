package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class SdkScimDialectTest extends PatchingDialectSuite {

    @Override
    ScimServer start() {
        return SdkScimServer.withBulkOf(MAX_OPERATIONS);
    }
}
