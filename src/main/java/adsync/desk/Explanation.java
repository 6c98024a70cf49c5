package adsync.desk;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.desk.DirectoryView.Seen;
import adsync.journal.Dossier;
import adsync.journal.Dossier.LastAnswer;
import adsync.journal.Dossier.Pending;
import adsync.journal.Link;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One person, put into words and facts. */
final class Explanation {

    private final ObjectGuid person;
    private final Optional<Dossier> dossier;
    private final Optional<Seen> seen;
    private final boolean directoryAsked;
    private final Map<ObjectGuid, String> names;

    /**
     * What is known of it.
     *
     * @param dossier what we know; empty if we never saw it in scope
     * @param seen what the directory says now
     * @param directoryAsked whether its silence means something
     * @param names of groups
     */
    Explanation(
            ObjectGuid person,
            Optional<Dossier> dossier,
            Optional<Seen> seen,
            boolean directoryAsked,
            Map<ObjectGuid, String> names) {
        this.person = person;
        this.dossier = dossier;
        this.seen = seen;
        this.directoryAsked = directoryAsked;
        this.names = names;
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("objectGUID", person.toString()).put("dn", dn());
        json.put("inScope", inScope()).put("scope", scope());
        services(json);
        json.put(
                "provider",
                dossier.flatMap(Dossier::link).map(Explanation::provider).orElseGet(JsonObject::new));
        json.put("state", state());
        dossier.flatMap(Dossier::pending).ifPresent(pending -> json.put("waiting", waiting(pending)));
        dossier.flatMap(Dossier::lastAnswer).ifPresent(last -> json.put("lastAnswer", answer(last)));
        dossier.flatMap(Dossier::nextTimer).ifPresent(due -> json.put("nextTimer", due.toString()));
        dossier.flatMap(Dossier::goneSince).ifPresent(gone -> json.put("goneSince", gone.toString()));
        return json;
    }

    private String dn() {
        return seen.map(Seen::dn)
                .or(() -> dossier.map(known -> known.shadow().image().dn()))
                .orElse("");
    }

    private boolean present() {
        return dossier.isPresent() && dossier.get().shadow().present();
    }

    private boolean inScope() {
        return seen.map(now -> !now.deleted() && now.whyNot().isEmpty()).orElseGet(this::present);
    }

    private String scope() {
        if (seen.isPresent()) {
            Seen now = seen.get();
            return now.deleted()
                    ? "it is deleted in the directory"
                    : now.whyNot().orElse("it is below a selected root, and no rule leaves it out");
        }
        String last = dossier.map(known -> last(known.shadow().presence())).orElse("it was never seen in scope");
        return directoryAsked ? "the directory does not have it, or does not show it; " + last : last;
    }

    private static String last(Presence presence) {
        return switch (presence) {
            case PRESENT -> "it was in scope when it was last read";
            case LEFT -> "it left the scope";
            case DELETED -> "it was deleted in the directory";
        };
    }

    private void services(JsonObject json) {
        JsonObject services = new JsonObject();
        dossier.ifPresent(
                known -> known.shadow().image().values(Image.SERVICES).forEach(service -> services.put(service, "")));
        seen.ifPresent(now -> now.services().forEach(services::put));
        json.put("services", services);
        dossier.map(Dossier::groupPaths)
                .filter(paths -> !paths.isEmpty())
                .ifPresent(paths -> json.put("groupPaths", groupPaths(paths)));
    }

    /** Each way as the names of its groups, from the one it is a direct member of. */
    private JsonArray groupPaths(List<List<ObjectGuid>> paths) {
        var ways = new JsonArray();
        paths.forEach(path -> {
            var way = new JsonArray();
            path.forEach(group -> way.add(names.getOrDefault(group, group.toString())));
            ways.add(way);
        });
        return ways;
    }

    private static JsonObject provider(Link link) {
        return new JsonObject()
                .put("id", link.providerId())
                .put(
                        "acknowledged",
                        new JsonArray(
                                List.copyOf(new TreeSet<>(link.acknowledged().keySet()))));
    }

    private String state() {
        if (dossier.isEmpty()) {
            return "unknown";
        }
        return dossier.get()
                .pending()
                .map(pending -> {
                    if (pending.hold().isPresent()) {
                        return "held";
                    }
                    return pending.parkedCause().isPresent() ? "parked" : "pending";
                })
                .orElse("settled");
    }

    private static JsonObject waiting(Pending pending) {
        JsonObject json = new JsonObject()
                .put("kind", pending.kind().word())
                .put("since", pending.since().toString())
                .put("correlationId", pending.correlationId().value())
                .put("domainController", pending.origin().domainController())
                .put("seenAt", pending.origin().seenAt().toString())
                .put("attempts", pending.attempts())
                .put("inFlight", pending.inFlight());
        if (pending.origin().usn() > 0) { // a tombstone cannot be read, so its number is not known
            json.put("usn", pending.origin().usn());
        }
        pending.nextTry().ifPresent(next -> json.put("nextTry", next.toString()));
        pending.parkedCause().or(pending::cause).ifPresent(cause -> json.put("cause", cause));
        pending.hold().ifPresent(hold -> json.put("hold", hold));
        return json;
    }

    private static JsonObject answer(LastAnswer last) {
        return new JsonObject()
                .put("at", last.at().toString())
                .put("outcome", last.answer().outcome().word())
                .put("status", last.answer().status())
                .put("detail", last.answer().detail())
                .put("correlationId", last.correlationId().value());
    }
}
