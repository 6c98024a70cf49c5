package adsync.fault;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import java.util.Map;

/** With the Node server. */
class ScimmyFaultsIT extends ProviderFaultsSuite {

    @Override
    protected ScimServer provider() {
        return ScimmyServer.start(ScimmyServer.Login.BASIC, Map.of());
    }
}
