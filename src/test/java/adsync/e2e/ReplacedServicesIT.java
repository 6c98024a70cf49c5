package adsync.e2e;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

/** At a provider that has no PATCH. */
class ReplacedServicesIT extends ServicesSuite {
    @Override
    protected ScimServer provider() {
        return SdkScimServer.start(EmbeddedProviderOptions.defaults().withoutPatch());
    }
}
