package adsync.e2e;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class ShippedGroupsToSdkIT extends ShippedGroupsSuite {

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }
}
