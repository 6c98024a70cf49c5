package adsync.desk;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.desk.DirectoryView.Seen;
import adsync.journal.Dossier;
import adsync.journal.Dossier.LastAnswer;
import adsync.journal.Dossier.Pending;
import adsync.journal.Link;
import adsync.journal.PasswordEnd;
import adsync.journal.PasswordEvent;
import adsync.mapping.MappingNote;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One person, put into words and facts. */
final class Explanation {

    private final ObjectGuid person;
    private final Optional<Dossier> dossier;
    private final Optional<Seen> seen;
    private final boolean directoryAsked;
    private final Optional<String> omission;
    private final JsonObject values;
    private final List<MappingNote> notes;
    private final List<PasswordEvent> passwords;

    /**
     * What is known of it.
     *
     * @param dossier what we know; empty if we never saw it in scope
     * @param seen what the directory says now
     * @param directoryAsked whether its silence means something
     * @param omission why it is left out; empty if it is not
     * @param values what the provider acknowledged, by path
     * @param notes which of its values the mapping cannot take
     * @param passwords what came of its passwords
     */
    Explanation(
            ObjectGuid person,
            Optional<Dossier> dossier,
            Optional<Seen> seen,
            boolean directoryAsked,
            Optional<String> omission,
            JsonObject values,
            List<MappingNote> notes,
            List<PasswordEvent> passwords) {
        this.person = person;
        this.dossier = dossier;
        this.seen = seen;
        this.directoryAsked = directoryAsked;
        this.omission = omission;
        this.values = values;
        this.notes = List.copyOf(notes);
        this.passwords = List.copyOf(passwords);
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("objectGUID", person.toString()).put("dn", dn());
        json.put("inScope", inScope()).put("scope", scope());
        omission.ifPresent(cause -> json.put("leftOut", cause));
        services(json);
        json.put("provider", dossier.flatMap(Dossier::link).map(this::provider).orElseGet(JsonObject::new));
        if (!notes.isEmpty()) {
            json.put(
                    "notMapped",
                    new JsonArray(List.copyOf(
                            notes.stream().map(MappingNote::toString).toList())));
        }
        json.put("state", standing().word());
        dossier.flatMap(Dossier::pending).ifPresent(pending -> json.put("waiting", waiting(pending)));
        lastChange().ifPresent(change -> json.put("lastChange", change));
        dossier.flatMap(Dossier::lastAnswer).ifPresent(last -> json.put("lastAnswer", answer(last)));
        dossier.flatMap(Dossier::nextTimer).ifPresent(due -> json.put("nextTimer", due.toString()));
        dossier.flatMap(Dossier::goneSince).ifPresent(gone -> json.put("goneSince", gone.toString()));
        if (!passwords.isEmpty()) {
            json.put(
                    "passwords",
                    new JsonArray(List.copyOf(
                            passwords.stream().map(Explanation::password).toList())));
        }
        return json;
    }

    private static JsonObject password(PasswordEvent event) {
        JsonObject json = new JsonObject()
                .put("id", event.id())
                .put("controller", event.controller())
                .put("changed", event.changed().toString())
                .put("received", event.received().toString())
                .put("state", event.end().map(PasswordEnd::word).orElse("waiting"))
                .put("cause", event.cause());
        event.endedAt().ifPresent(at -> json.put("ended", at.toString()));
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
        return seen.map(Seen::inScope).orElseGet(this::present);
    }

    private String scope() {
        if (seen.isPresent()) {
            return seen.get().rule();
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
        if (seen.isPresent()) {
            seen.get().services().forEach(services::put);
        } else {
            dossier.ifPresent(known ->
                    known.shadow().image().values(Image.SERVICES).forEach(service -> services.put(service, "")));
        }
        json.put("services", services);
        List<List<ObjectGuid>> paths = dossier.map(Dossier::groupPaths).orElse(List.of());
        JsonObject ways = new JsonObject();
        seen.ifPresent(now -> now.serviceGroups().forEach((service, groups) -> {
            JsonArray to = names(paths.stream().filter(path -> groups.contains(path.getLast())));
            if (!to.isEmpty()) {
                ways.put(service, to);
            }
        }));
        if (!ways.isEmpty()) {
            json.put("servicePaths", ways);
        }
        if (!paths.isEmpty()) {
            json.put("groupPaths", names(paths.stream()));
        }
    }

    /** Each way as the names of its groups, from the one it is a direct member of. */
    private JsonArray names(Stream<List<ObjectGuid>> paths) {
        Map<ObjectGuid, String> names = dossier.map(Dossier::groupNames).orElse(Map.of());
        var ways = new JsonArray();
        paths.forEach(path -> ways.add(new JsonArray(path.stream()
                .map(group -> names.getOrDefault(group, group.toString()))
                .toList())));
        return ways;
    }

    private JsonObject provider(Link link) {
        return new JsonObject()
                .put("id", link.providerId())
                .put(
                        "acknowledged",
                        new JsonArray(
                                List.copyOf(new TreeSet<>(link.acknowledged().keySet()))))
                .put("values", values);
    }

    private Standing standing() {
        return dossier.map(known -> Standing.of(known.pending())).orElse(Standing.UNKNOWN);
    }

    /** What waits, and for what. */
    static JsonObject waiting(Pending pending) {
        JsonObject json = new JsonObject()
                .put("kind", pending.kind().word())
                .put("since", pending.since().toString())
                .put("attempts", pending.attempts())
                .put("inFlight", pending.inFlight());
        pending.nextTry().ifPresent(next -> json.put("nextTry", next.toString()));
        pending.parkedCause().or(pending::cause).ifPresent(cause -> json.put("cause", cause));
        pending.hold().ifPresent(hold -> json.put("hold", hold));
        return json;
    }

    /** The newest change, whether or not it is shipped yet. */
    private Optional<JsonObject> lastChange() {
        return dossier.flatMap(Dossier::pending)
                .map(pending -> change(pending.kind(), pending.origin(), pending.correlationId()))
                .or(() -> dossier.flatMap(Dossier::lastAnswer)
                        .flatMap(last -> last.change()
                                .map(change -> change(change.kind(), change.origin(), last.correlationId()))));
    }

    /** A change, and where it was seen. */
    static JsonObject change(ChangeKind kind, Origin origin, CorrelationId correlationId) {
        JsonObject json = new JsonObject()
                .put("kind", kind.word())
                .put("seenAt", origin.seenAt().toString())
                .put("domainController", origin.domainController())
                .put("correlationId", correlationId.value());
        if (origin.usn() > 0) { // a tombstone cannot be read, so its number is not known
            json.put("usn", origin.usn());
        }
        return json;
    }

    private static JsonObject answer(LastAnswer last) {
        return new JsonObject()
                .put("at", last.at().toString())
                .put("outcome", last.answer().outcome().word())
                .put("request", last.answer().request())
                .put("status", last.answer().status())
                .put("detail", last.answer().detail())
                .put("correlationId", last.correlationId().value());
    }
}
