package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import adsync.testing.ScimmyServer.Login;
import java.util.Map;

class ScimmyDialectIT extends ScimDialectSuite {

    @Override
    ScimServer start() {
        return ScimmyServer.start(Login.BEARER, Map.of("MAXOPS", Integer.toString(MAX_OPERATIONS)));
    }
}
