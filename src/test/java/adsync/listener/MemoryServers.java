package adsync.listener;

import adsync.directory.Directory;
import adsync.directory.Preference;
import java.util.Optional;

/** The domain controllers of a domain in memory, as a listener reaches them. */
record MemoryServers(MemoryDomain domain) implements Connector {

    @Override
    public Directory connect(Preference preference) {
        return domain.connect(preference);
    }

    @Override
    public Optional<Directory> preferredTo(String host) {
        domain.called("look for a preferred one");
        return domain.hosts().preferredTo(host).map(domain::at);
    }
}
