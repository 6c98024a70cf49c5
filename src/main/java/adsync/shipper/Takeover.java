package adsync.shipper;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.observe.LogKeys;
import adsync.scim.FoundUser;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is believed of an account that was found: as a rule, what it has on the paths that we fill. Of such a user nothing is known
 * from before, so that nobody noticed whether an attribute is absent or only kept from us; what such attributes would change stays as
 * it is.
 */
final class Takeover {

    private static final Logger LOGGER = LoggerFactory.getLogger(Takeover.class);

    private final Planner planner;
    private final Absences absences;

    Takeover(Planner planner, Absences absences) {
        this.planner = planner;
        this.absences = absences;
    }

    /**
     * The account as we shall know it. Fails like the directory.
     *
     * @param before what we knew of it; empty after our journal was lost, or if it was never ours
     */
    Link link(OutboxRow row, FoundUser account, Optional<Link> before) {
        Link found = planner.known(account, before);
        Map<String, String> wanted = planner.wanted(row);
        if (wanted.isEmpty()) {
            return found;
        }
        Map<String, Set<String>> absent = new HashMap<>();
        Set<String> asked = new HashSet<>();
        found.acknowledged().forEach((path, digest) -> {
            boolean news = before.isEmpty() || !before.get().acknowledged().containsKey(path);
            if (news && !path.equals(Image.SERVICES) && !digest.equals(wanted.get(path))) {
                Set<String> sources = planner.absent(row, path);
                absent.put(path, sources);
                asked.addAll(sources);
            }
        });
        return asked.isEmpty() ? found : believed(row.objectGuid(), found, wanted, absent, asked);
    }

    private Link believed(
            ObjectGuid user,
            Link found,
            Map<String, String> wanted,
            Map<String, Set<String>> absent,
            Set<String> asked) {
        Set<String> doubtful = absences.doubtful(Map.of(user, asked)).await().getOrDefault(user, Set.of());
        Map<String, String> believed = new HashMap<>(found.acknowledged());
        Set<String> kept = new TreeSet<>();
        absent.forEach((path, sources) -> {
            if (sources.stream().anyMatch(doubtful::contains)) {
                kept.add(path);
                believed.remove(path);
                Optional.ofNullable(wanted.get(path)).ifPresent(digest -> believed.put(path, digest));
            }
        });
        if (!kept.isEmpty()) {
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.OBJECT_GUID, user.toString())
                    .addKeyValue(LogKeys.DETAIL, String.join(", ", kept))
                    .log("an account that is taken over keeps what the directory may only keep from us");
        }
        return new Link(found.providerId(), believed);
    }
}
