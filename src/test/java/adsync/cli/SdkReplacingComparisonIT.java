package adsync.cli;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;

class SdkReplacingComparisonIT extends ProviderComparisonSuite {
    @Override
    ScimServer provider() {
        return SdkScimServer.start(EmbeddedProviderOptions.defaults().withoutPatch());
    }
}
