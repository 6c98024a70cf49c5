package adsync.e2e;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

/** Everything that happens to a user, at a provider that answers 501 to PATCH and says so before. */
class SambaReplacingIT extends LifeCycleSuite {
    @Override
    protected ScimServer provider() {
        return SdkScimServer.start(EmbeddedProviderOptions.defaults().withoutPatch());
    }
}
