package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

/** Groups at the SCIM-SDK library. */
class SdkScimGroupDialectTest extends GroupDialectSuite {

    @Override
    ScimServer start() {
        return SdkScimServer.start();
    }
}
