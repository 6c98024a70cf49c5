package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import adsync.testing.ScimmyServer.Login;
import java.util.Map;

/** Groups at scimmy. */
class ScimmyGroupDialectIT extends GroupDialectSuite {

    @Override
    ScimServer start() {
        return ScimmyServer.start(Login.BEARER, Map.of());
    }
}
