package adsync.cli;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class CheckProviderTest extends CheckProviderSuite {

    @Override
    ScimServer open() {
        return SdkScimServer.start();
    }
}
