package adsync.desk;

import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.desk.DirectoryView.Seen;
import adsync.journal.Dossier;
import adsync.journal.GroupDossier;
import adsync.journal.Journal;
import adsync.journal.PasswordEvent;
import adsync.mapping.Mapping;
import adsync.mapping.MappingNote;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explains one person: in scope or not and by which rule, services and by which groups, what the provider has, what waits
 * and for what, and what came of passwords. Or a group that is shipped: it is in {@code groups} of the answer. Reads {@code who}: a
 * login, mail address, distinguished name or objectGUID, or else a whole name of a person; if that is nobody's, {@code candidates} in
 * the answer are called alike.
 */
public final class Why implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "why";

    /** The newest of them are told. */
    private static final int PASSWORDS = 5;

    /** So many may be meant; of more, another text finds them sooner. */
    private static final int CANDIDATES = 5;

    private final Journal journal;
    private final Optional<DirectoryView> directory;
    private final AcknowledgedValues values;
    private final Mapping mapping;
    private final Clock clock;

    /** Without a directory, as we last saw it. */
    Why(Journal journal, Optional<DirectoryView> directory, Mapping mapping, Clock clock) {
        this.journal = journal;
        this.directory = directory;
        this.values = new AcknowledgedValues(journal, mapping, clock);
        this.mapping = mapping;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * What the directory said.
     *
     * @param asked whether all of it was
     * @param seen whom it has
     * @param trouble why it, or a domain of it, could not be asked; empty if it was, or if there is none
     */
    private record Look(boolean asked, List<Seen> seen, String trouble) {

        Optional<Seen> of(ObjectGuid objectGuid) {
            return seen.stream()
                    .filter(one -> one.objectGuid().equals(objectGuid))
                    .min(Comparator.comparing(Seen::deleted)); // whoever moved to another domain is gone in the first
        }
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        String who = Asked.text(asked, "who");
        return Person.find(journal, who)
                .compose(known -> look(who, known).compose(look -> {
                    Set<ObjectGuid> people = Stream.concat(
                                    known.stream(), look.seen().stream().map(Seen::objectGuid))
                            .collect(Collectors.toCollection(LinkedHashSet::new));
                    return people.isEmpty() ? byName(who, look) : explain(who, people, look);
                }));
    }

    /** Whose whole name it is, among those we know; or who may be meant. */
    private Future<Answer> byName(String who, Look before) {
        return Search.similar(journal, who).compose(similar -> {
            Set<ObjectGuid> named = similar.stream()
                    .filter(shadow -> Search.isNamed(shadow, who))
                    .map(shadow -> shadow.image().objectGuid())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (named.isEmpty()) {
                return Future.succeededFuture(nobody(who, before, similar));
            }
            // A directory that did not answer is not waited for twice.
            return before.trouble().isEmpty()
                    ? look(who, List.copyOf(named)).compose(look -> explain(who, named, look))
                    : explain(who, named, before);
        });
    }

    private Future<Look> look(String who, List<ObjectGuid> known) {
        return directory
                .map(view -> view.look(who, known)
                        .map(sight -> new Look(
                                sight.troubles().isEmpty(), sight.seen(), String.join("; ", sight.troubles()))))
                .orElseGet(() -> Future.succeededFuture(new Look(false, List.of(), "")));
    }

    private static Answer nobody(String who, Look look, List<Shadow> similar) {
        JsonObject body = Person.nobody(who).body();
        JsonArray candidates = Search.people(similar, CANDIDATES);
        String meant = candidates.stream()
                .map(candidate -> called((JsonObject) candidate))
                .collect(Collectors.joining(", "));
        body.put(
                "message",
                body.getString("message")
                        + (look.asked() ? ", and nobody in the directory" : "")
                        + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"));
        return new Answer(false, trouble(body.put("candidates", candidates), look));
    }

    private static String called(JsonObject candidate) {
        String login = candidate.getString("login");
        return candidate.getString("name") + (login.isEmpty() ? "" : " (" + login + ")");
    }

    private static JsonObject trouble(JsonObject body, Look look) {
        return look.trouble().isEmpty() ? body : body.put("directoryNotAsked", look.trouble());
    }

    private Future<Answer> explain(String who, Set<ObjectGuid> found, Look look) {
        Map<ObjectGuid, Future<Optional<GroupDossier>>> groups = new LinkedHashMap<>();
        found.forEach(one -> groups.put(one, journal.groups().dossier(one)));
        return Future.all(List.copyOf(groups.values())).compose(known -> {
            JsonArray shipped = new JsonArray();
            List<Future<JsonObject>> people = new ArrayList<>();
            groups.forEach((one, group) -> group.result()
                    .ifPresentOrElse(
                            dossier -> shipped.add(new GroupExplanation(dossier, look.of(one), look.asked()).json()),
                            () -> people.add(explain(one, look))));
            return Future.all(people)
                    .map(told -> Answer.of(trouble(
                            new JsonObject()
                                    .put("who", who)
                                    .put("people", new JsonArray(told.list()))
                                    .put("groups", shipped),
                            look)));
        });
    }

    private Future<JsonObject> explain(ObjectGuid person, Look look) {
        Future<Optional<Dossier>> dossier = journal.dossier(person);
        Future<Optional<String>> omission = journal.omission(person);
        Future<JsonObject> acknowledged = dossier.compose(values::of);
        Future<List<PasswordEvent>> ended = journal.passwords().of(person, PASSWORDS);
        return Future.all(dossier, omission, acknowledged, ended)
                .map(told -> new Explanation(
                                person,
                                dossier.result(),
                                look.of(person),
                                look.asked(),
                                omission.result(),
                                acknowledged.result(),
                                notes(dossier.result()),
                                ended.result())
                        .json());
    }

    /** The values that are shipped without, of a user who is there. */
    private List<MappingNote> notes(Optional<Dossier> dossier) {
        return dossier.map(Dossier::shadow)
                .filter(Shadow::present)
                .map(shadow -> mapping.resource(shadow.image(), Optional.empty(), clock.instant())
                        .notes())
                .orElse(List.of());
    }
}
