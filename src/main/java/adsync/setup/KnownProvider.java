package adsync.setup;

import adsync.config.Configuration;
import adsync.config.ConfigurationException;
import adsync.config.Draft;
import adsync.desk.SameProvider;
import adsync.journal.ProviderIdentity;
import adsync.observe.CheckStep;
import adsync.secret.Secrets;
import java.util.List;

/** Whether the journal that is there knows the accounts of the provider that was answered: a start would refuse another one. */
final class KnownProvider {

    private KnownProvider() {}

    /** Nothing, as long as the answers do not name a provider and an organisation there. Blocks. */
    static List<CheckStep> check(Draft now, Secrets secrets) {
        if (!now.has("organization")) {
            return List.of();
        }
        try {
            return check(now.withSomeDirectory(secrets));
        } catch (ConfigurationException e) {
            return List.of(); // told where the answers themselves are looked at
        }
    }

    /** Nothing, if there is no journal. Blocks. */
    static List<CheckStep> check(Configuration configuration) {
        var identity = ProviderIdentity.of(configuration.provider().url(), configuration.organization());
        return SameProvider.check(configuration.state(), identity).stream().toList();
    }
}
