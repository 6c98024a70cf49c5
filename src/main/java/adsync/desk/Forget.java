package adsync.desk;

import adsync.change.ObjectGuid;
import adsync.desk.DirectoryView.Seen;
import adsync.desk.DirectoryView.Sight;
import adsync.journal.Dossier;
import adsync.journal.Journal;
import adsync.journal.Link;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Ends what nothing else ends: somebody who is gone from the directory is forgotten, the account stays at the provider as it is.
 * Nobody who is alive in the directory can be forgotten. Reads {@code who}, and {@code yes} to really do it.
 */
public final class Forget implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "forget";

    private final Journal journal;
    private final Optional<DirectoryView> directory;

    /** Without a directory nobody can be forgotten. */
    Forget(Journal journal, Optional<DirectoryView> directory) {
        this.journal = journal;
        this.directory = directory;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        String who = Asked.text(asked, "who");
        boolean yes = Asked.flag(asked, "yes");
        return Person.find(journal, who).compose(found -> switch (found.size()) {
            case 0 -> Future.succeededFuture(Person.nobody(who));
            case 1 -> forget(who, found.getFirst(), yes);
            default -> Future.succeededFuture(Person.several(who, found));
        });
    }

    private Future<Answer> forget(String who, ObjectGuid person, boolean yes) {
        return directory
                .map(view -> view.look(who, List.of(person)).map(sight -> refusal(person, sight)))
                .orElseGet(() -> Future.succeededFuture(Optional.of(notAsked("none is configured"))))
                .compose(refusal -> refusal.isPresent()
                        ? Future.succeededFuture(refusal.get())
                        : journal.dossier(person).compose(known -> forget(who, person, known, yes)));
    }

    /** Why somebody cannot be forgotten; empty if nothing is against it. */
    private static Optional<Answer> refusal(ObjectGuid person, Sight sight) {
        return sight.seen().stream()
                .filter(one -> one.objectGuid().equals(person) && !one.deleted())
                .findFirst()
                .map(Forget::alive)
                .or(() -> sight.troubles().stream().findFirst().map(Forget::notAsked));
    }

    private static Answer alive(Seen seen) {
        return Answer.nothing("it is alive in the directory as " + seen.dn() + ": nobody who is there is forgotten");
    }

    private static Answer notAsked(String why) {
        return Answer.nothing("nothing was done: the directory must be asked first whether it is really gone: " + why);
    }

    private Future<Answer> forget(String who, ObjectGuid person, Optional<Dossier> known, boolean yes) {
        if (known.isEmpty()) {
            return Future.succeededFuture(Person.nobody(who));
        }
        String dn = known.get().shadow().image().dn();
        String account = known.get()
                .link()
                .map(Link::providerId)
                .map(id -> "its account " + id + " stays at the provider as it is")
                .orElse("it has no account that we know");
        if (!yes) {
            return Future.succeededFuture(Answer.nothing(
                    "nothing was done: this would forget " + dn + "; " + account + ". Do it with --yes"));
        }
        return journal.forget(person)
                .map(done -> done
                        ? Answer.done("forgot " + dn + "; " + account)
                        : Answer.nothing(dn + " is being shipped right now: once more, please"));
    }
}
