package adsync.e2e;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class ServicesIT extends ServicesSuite {
    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }
}
