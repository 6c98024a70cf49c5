package adsync.desk;

import adsync.change.ObjectGuid;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the directory says of people now, and what our rules say of that. Futures fail if it cannot be asked. */
public interface DirectoryView {

    /** People by login, name, mail address or objectGUID; at most a few. */
    Future<List<Seen>> find(String who);

    /** The distinguished names of objects, such as groups; those that are gone are missing. */
    Future<Map<ObjectGuid, String>> names(Collection<ObjectGuid> objectGuids);

    /**
     * A person as the directory has it now.
     *
     * @param objectGuid its identity
     * @param dn its distinguished name
     * @param deleted whether it is a tombstone
     * @param whyNot the rule that leaves it out, as a sentence; empty if it is in scope
     * @param services why it has each of its services, by their name
     */
    record Seen(
            ObjectGuid objectGuid,
            String dn,
            boolean deleted,
            Optional<String> whyNot,
            SortedMap<String, String> services) {
        public Seen {
            services = new TreeMap<>(services);
        }
    }
}
