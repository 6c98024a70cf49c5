package adsync.scim;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import adsync.testing.ScimmyServer.Login;
import java.util.Map;

class ScimmyDialectIT extends PatchingDialectSuite {

    @Override
    ScimServer start() {
        return ScimmyServer.start(Login.BEARER, Map.of("MAXOPS", Integer.toString(MAX_OPERATIONS)));
    }
}
