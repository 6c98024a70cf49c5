package adsync.fault;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

/** With a server that has no PATCH. */
class ReplacingFaultsIT extends ProviderFaultsSuite {

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start(EmbeddedProviderOptions.defaults().withoutPatch());
    }

    @Override
    String changes() {
        return "PUT";
    }
}
