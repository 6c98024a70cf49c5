package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reading of groups, in SQLite. */
final class JdbcGroups implements GroupJournal {

    private final Access store;
    private final GroupMarks marks;

    JdbcGroups(Access store, GroupMarks marks) {
        this.store = store;
        this.marks = marks;
    }

    @Override
    public Future<Set<ObjectGuid>> whole(Collection<ObjectGuid> among, long epoch) {
        List<ObjectGuid> asked = List.copyOf(among);
        return store.lookUp(session -> new Groups(session).whole(asked, epoch));
    }

    @Override
    public Future<List<ObjectGuid>> unread(ObjectGuid namingContext) {
        return store.survey(session -> new Groups(session).unread(namingContext));
    }

    @Override
    public Future<List<ObjectGuid>> unreadMembers(ObjectGuid group, long reading, int limit) {
        return store.lookUp(session -> new Groups(session).unreadMembers(group, reading, limit));
    }

    @Override
    public Future<List<ObjectGuid>> stale(@Nullable ObjectGuid namingContext, long epoch) {
        return store.survey(session -> new Groups(session).stale(namingContext, epoch));
    }

    @Override
    public Future<Set<ObjectGuid>> guests(ObjectGuid namingContext) {
        return store.survey(session -> new Groups(session).guests(namingContext));
    }

    @Override
    public Future<Set<ObjectGuid>> hosted(Collection<ObjectGuid> among, ObjectGuid namingContext) {
        return store.survey(session -> new Groups(session).hosted(among, namingContext));
    }

    @Override
    public Future<Set<ObjectGuid>> strangers(ObjectGuid namingContext) {
        return store.survey(session -> new Groups(session).strangers(namingContext));
    }

    @Override
    public Future<Set<ObjectGuid>> shipped(@Nullable ObjectGuid namingContext) {
        return store.survey(session -> GroupMarks.present(session, namingContext));
    }

    @Override
    public Future<Boolean> noteMembers(int limit, Origin origin) {
        return store.lookUp(GroupMarks::anyLeft)
                .compose(some ->
                        some ? store.write(session -> marks.markNext(limit, origin)) : Future.succeededFuture(false));
    }

    @Override
    public Future<Optional<GroupDossier>> dossier(ObjectGuid group) {
        return store.lookUp(session -> new GroupDossiers(session).of(group, marks.shipping()));
    }
}
