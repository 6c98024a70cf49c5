package adsync.cli;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import adsync.testing.ScimmyServer.Login;
import java.util.Map;

class ScimmyComparisonIT extends GroupComparisonSuite {
    @Override
    ScimServer provider() {
        return ScimmyServer.start(Login.BASIC, Map.of());
    }
}
