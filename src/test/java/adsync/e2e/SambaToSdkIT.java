package adsync.e2e;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class SambaToSdkIT extends LifeCycleSuite {
    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }
}
