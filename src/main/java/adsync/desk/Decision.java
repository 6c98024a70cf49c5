package adsync.desk;

import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
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
     * @param decide false if it is not open
     * @param then the answer about the hold as it was
     */
    Future<Answer> on(long id, LongFunction<Future<Boolean>> decide, Function<Hold, Answer> then) {
        return journal.holds()
                .compose(before -> decide.apply(id).map(decided -> {
                    Optional<Hold> hold =
                            before.stream().filter(one -> one.id() == id).findFirst();
                    return decided && hold.isPresent()
                            ? then.apply(hold.get())
                            : Answer.nothing(whyNot(id, hold, before));
                }));
    }

    private static String whyNot(long id, Optional<Hold> hold, List<Hold> holds) {
        String reason = hold.map(one -> "hold " + id + " is " + one.state().word() + " already")
                .orElse("there is no hold " + id);
        String open = holds.stream()
                .filter(one -> one.state() == Hold.State.OPEN && one.id() != id)
                .map(one -> one.id() + " (" + one.kind().word() + ")")
                .collect(Collectors.joining(", "));
        return reason + "; open are: " + (open.isEmpty() ? "none" : open);
    }

    /** What a hold holds, as the beginning of a sentence. */
    static String what(Hold hold) {
        return hold.kind() == HazardKind.FIRST_LOAD
                ? "all users of the first load"
                : hold.objects() + " changes of kind " + hold.kind().word();
    }

    static Answer answer(Hold hold, String message) {
        return new Answer(
                true,
                new JsonObject()
                        .put("message", message)
                        .put("hold", hold.id())
                        .put("kind", hold.kind().word())
                        .put("objects", hold.objects()));
    }
}
