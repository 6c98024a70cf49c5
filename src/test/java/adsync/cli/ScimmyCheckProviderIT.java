package adsync.cli;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;

class ScimmyCheckProviderIT extends CheckProviderSuite {

    @Override
    ScimServer open() {
        return ScimmyServer.start();
    }
}
