package adsync.listener;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.journal.Checkpoint;
import adsync.scope.Scope;
import adsync.services.ResolvedServices;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration means at a directory now, as a listener reads it.
 *
 * @param scope whom it selects, under the present names
 * @param services who has which services
 */
public record Rules(Scope scope, ResolvedServices services) {

    /**
     * Looks up all that the configuration names. Blocks.
     *
     * @param kept the last checkpoint of the naming context: it knows what the names meant
     * @param deletedRoots those that are known to be deleted
     * @throws DirectoryException if something of it does not exist
     */
    public static Rules at(
            ListenerOptions options,
            Directory directory,
            NamingContext namingContext,
            Optional<Checkpoint> kept,
            Set<ObjectGuid> deletedRoots) {
        Places places =
                new Places(options, Neighbours.none(options.domain()), directory, namingContext, kept, deletedRoots);
        return new Rules(places.scope(), places.services());
    }
}
