package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;

class ScimmyConformanceIT extends ConformanceSuite {

    @Override
    ScimServer open() {
        return ScimmyServer.start();
    }
}
