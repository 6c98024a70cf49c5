package adsync.cli;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class SdkComparisonIT extends GroupComparisonSuite {
    @Override
    ScimServer provider() {
        return SdkScimServer.start();
    }
}
