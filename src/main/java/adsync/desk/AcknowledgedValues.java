package adsync.desk;

import adsync.audit.AttributeClass;
import adsync.change.Delta;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.journal.Dossier;
import adsync.journal.Dossier.Pending;
import adsync.journal.Journal;
import adsync.journal.Link;
import adsync.mapping.Mapped;
import adsync.mapping.Mapping;
import adsync.scim.ScimDigest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values that the provider acknowledged last. The journal keeps digests of them, so they are made anew from what we know of the
 * user, as it is and as it was before what waits to be shipped, and told if they are the same. Secret ones are not.
 */
final class AcknowledgedValues {

    private final Journal journal;
    private final Mapping mapping;
    private final Clock clock;

    AcknowledgedValues(Journal journal, Mapping mapping, Clock clock) {
        this.journal = journal;
        this.mapping = mapping;
        this.clock = clock;
    }

    /** By path, in order; null for a value that is another one than all that we can make. Empty if there is no account. */
    Future<JsonObject> of(Optional<Dossier> dossier) {
        Optional<Link> link = dossier.flatMap(Dossier::link);
        if (dossier.isEmpty() || link.isEmpty()) {
            return Future.succeededFuture(new JsonObject());
        }
        List<Image> images = images(dossier.get());
        List<Future<Optional<String>>> managers =
                images.stream().map(this::managerId).toList();
        return Future.all(managers).map(all -> {
            List<Map<String, Object>> made = new ArrayList<>();
            for (int number = 0; number < images.size(); number++) {
                made.add(values(images.get(number), managers.get(number).result()));
            }
            return told(link.get(), made);
        });
    }

    private static List<Image> images(Dossier dossier) {
        Image now = dossier.shadow().image();
        Map<String, Delta> deltas = dossier.pending().map(Pending::deltas).orElse(Map.of());
        if (deltas.isEmpty()) {
            return List.of(now);
        }
        var before = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        before.putAll(now.attributes());
        deltas.forEach((name, delta) -> before.put(name, delta.before()));
        return List.of(now, Image.of(now, now.dn(), now.usn(), before));
    }

    private Future<Optional<String>> managerId(Image image) {
        Optional<ObjectGuid> manager = mapping.manager(image);
        return manager.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : journal.dossier(manager.get())
                        .map(known -> known.flatMap(Dossier::link).map(Link::providerId));
    }

    private Map<String, Object> values(Image image, Optional<String> managerId) {
        return mapping.resource(image, managerId, clock.instant()) instanceof Mapped.User user
                ? user.resource().values()
                : Map.of();
    }

    private JsonObject told(Link link, List<Map<String, Object>> made) {
        JsonObject told = new JsonObject();
        for (String path : new TreeSet<>(link.acknowledged().keySet())) {
            String digest = link.acknowledged().get(path);
            if (path.equals(Image.SERVICES)) { // kept by their names
                told.put(path, digest);
                continue;
            }
            Object value = Stream.concat(
                            made.stream().flatMap(values -> Stream.ofNullable(values.get(path))),
                            Stream.of(true, false)) // whoever is gone is switched off
                    .filter(one -> ScimDigest.of(path, one).equals(digest))
                    .findFirst()
                    .orElse(null);
            told.put(path, shown(path, value));
        }
        return told;
    }

    private @Nullable Object shown(String path, @Nullable Object value) {
        AttributeClass strictest = mapping.sources(path).stream()
                .map(AttributeClass::of)
                .max(AttributeClass::compareTo)
                .orElse(AttributeClass.PERSONAL);
        return shown(strictest, "value", value);
    }

    /** Of octets only the value itself is hidden, what kind they are is not. */
    private static @Nullable Object shown(AttributeClass how, String name, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> {
                JsonObject json = new JsonObject();
                map.forEach((key, part) -> json.put(key.toString(), shown(how, key.toString(), part)));
                yield json;
            }
            case Collection<?> list -> {
                JsonArray json = new JsonArray();
                list.forEach(element -> json.add(shown(how, name, element)));
                yield json;
            }
            case String text when how == AttributeClass.SECRET || name.equals("value") -> how.show(text);
            default -> how == AttributeClass.SECRET ? how.show("") : value;
        };
    }
}
