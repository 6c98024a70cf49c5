package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class SdkConformanceTest extends ConformanceSuite {

    @Override
    ScimServer open() {
        return SdkScimServer.withBulkOf(20);
    }
}
