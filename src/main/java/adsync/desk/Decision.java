package adsync.desk;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Closes a hold, or says why that cannot be. */
final class Decision {

    private final Journal journal;

    Decision(Journal journal) {
        this.journal = journal;
    }

    /**
     * Decides.
     *
     * @param decide answers about the hold as it is; if that is empty, it was not to be decided on
     */
    Future<Answer> on(long id, Function<Hold, Future<Optional<Answer>>> decide) {
        return journal.holds()
                .compose(holds -> find(id, holds)
                        .map(decide)
                        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                        .compose(answer -> answer.map(Future::succeededFuture)
                                .orElseGet(() -> journal.holds().map(now -> whyNot(id, now)))));
    }

    private static Optional<Hold> find(long id, List<Hold> holds) {
        return holds.stream().filter(one -> one.id() == id).findFirst();
    }

    private static Answer whyNot(long id, List<Hold> holds) {
        Optional<Hold> hold = find(id, holds);
        if (hold.filter(one -> one.state() == Hold.State.OPEN).isPresent()) {
            return grown(hold.get());
        }
        String reason = hold.map(one -> "hold " + id + " is " + one.state().word() + " already")
                .orElse("there is no hold " + id);
        String open = holds.stream()
                .filter(one -> one.state() == Hold.State.OPEN && one.id() != id)
                .map(one -> one.id() + " (" + one.kind().word() + ")")
                .collect(Collectors.joining(", "));
        return Answer.nothing(reason + "; open are: " + (open.isEmpty() ? "none" : open));
    }

    /** Somebody has not seen all of it. */
    static Answer grown(Hold hold) {
        Answer grown = Answer.nothing("nothing was done: hold " + hold.id() + " has grown, " + hold.joined()
                + " have joined it by now; look at them with adsync holds " + hold.id() + ", then "
                + command(hold));
        grown.body().put("grownTo", hold.joined()); // a page has other words, and another place to look
        return grown;
    }

    /** What approves a hold as it is. */
    static String command(Hold hold) {
        return "adsync approve " + hold.id()
                + (hold.kind() == HazardKind.FIRST_LOAD ? "" : " --count " + hold.joined());
    }

    /** What a hold holds, as the beginning of a sentence. */
    static String what(Hold hold) {
        return switch (hold.kind()) {
            case FIRST_LOAD -> "all users of the first load";
            case ROOT_DELETED ->
                hold.objects() + " changes of what was in " + hold.root().orElse("a deleted root");
            default -> hold.objects() + " changes of kind " + hold.kind().word();
        };
    }

    static Answer answer(Hold hold, String message) {
        JsonObject body = new JsonObject()
                .put("message", message)
                .put("hold", hold.id())
                .put("kind", hold.kind().word())
                .put("objects", hold.objects());
        hold.root().ifPresent(root -> body.put("root", root));
        return new Answer(true, body);
    }
}
