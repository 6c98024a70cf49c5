package adsync.e2e;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import adsync.testing.ScimmyServer.Login;
import java.util.Map;

class ShippedGroupsToScimmyIT extends ShippedGroupsSuite {

    @Override
    protected ScimServer provider() {
        return ScimmyServer.start(Login.BASIC, Map.of());
    }
}
