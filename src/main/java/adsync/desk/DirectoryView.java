package adsync.desk;

import adsync.change.ObjectGuid;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the directory says of people now, and what our rules say of that. */
@FunctionalInterface
public interface DirectoryView {

    /**
     * Looks for people.
     *
     * @param who a login, name, mail address or objectGUID
     * @param known who may be meant as far as we know: they are looked for wherever they are, tombstones included
     * @return after a bounded time; never fails
     */
    Future<Sight> look(String who, Collection<ObjectGuid> known);

    /**
     * What was seen.
     *
     * @param seen at most a few
     * @param troubles why a domain could not be asked, a sentence for each such; empty if all were asked, so that who was not seen is
     *     not there
     */
    record Sight(List<Seen> seen, List<String> troubles) {
        public Sight {
            seen = List.copyOf(seen);
            troubles = List.copyOf(troubles);
        }
    }

    /**
     * A person as the directory has it now.
     *
     * @param objectGuid its identity
     * @param dn its distinguished name
     * @param deleted whether it is a tombstone
     * @param inScope whether it is ours
     * @param rule what makes it so, as a sentence
     * @param services why it has each of its services, by their name
     * @param serviceGroups by name of a service, the groups among its reasons
     */
    record Seen(
            ObjectGuid objectGuid,
            String dn,
            boolean deleted,
            boolean inScope,
            String rule,
            SortedMap<String, String> services,
            Map<String, Set<ObjectGuid>> serviceGroups) {
        public Seen {
            services = new TreeMap<>(services);
            serviceGroups = Map.copyOf(serviceGroups);
        }
    }
}
