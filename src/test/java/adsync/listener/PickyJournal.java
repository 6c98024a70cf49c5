package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.JournalException.Reason;
import adsync.journal.PageCommit;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Function;

/** A real journal that refuses some pages. */
final class PickyJournal {

    private PickyJournal() {}

    /** Refuses each page with an object. */
    static Journal refusing(Journal journal, ObjectGuid object) {
        return of(
                journal,
                page -> page.objects().stream()
                                .anyMatch(change ->
                                        change.event().change().objectGuid().equals(object))
                        ? Optional.of(new JournalException(Reason.FAILED, "The journal failed: NOT NULL"))
                        : Optional.empty());
    }

    /** Refuses each page. */
    static Journal full(Journal journal) {
        return of(
                journal,
                page -> Optional.of(new JournalException(Reason.DISK_FULL, "The disk of the state folder is full.")));
    }

    /** Has lost its checkpoint, or does not believe it. */
    static Journal withoutCheckpoint(Journal journal) {
        return (Journal) Proxy.newProxyInstance(
                PickyJournal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("checkpoint")) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Refuses a page for what this says. */
    static Journal of(Journal journal, Function<PageCommit, Optional<JournalException>> refusal) {
        return (Journal) Proxy.newProxyInstance(
                PickyJournal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        Optional<JournalException> refused = refusal.apply((PageCommit) arguments[0]);
                        if (refused.isPresent()) {
                            return Future.failedFuture(refused.get());
                        }
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
