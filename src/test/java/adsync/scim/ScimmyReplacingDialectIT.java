package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import adsync.testing.ScimmyServer.Login;
import java.util.Map;

class ScimmyReplacingDialectIT extends ScimDialectSuite {

    @Override
    ScimServer start() {
        return ScimmyServer.start(Login.BEARER, Map.of("PATCH", "off", "MAXOPS", Integer.toString(MAX_OPERATIONS)));
    }

    @Override
    boolean patches() {
        return false;
    }
}
