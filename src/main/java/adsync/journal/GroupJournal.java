package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is durable of the reading of groups: how far it is, so that it goes on there. Calls are answered as those of {@link Journal}. */
public interface GroupJournal {

    /** Which of these groups are tracked, and had all their members read in this epoch. */
    Future<Set<ObjectGuid>> whole(Collection<ObjectGuid> among, long epoch);

    /** The tracked groups of a naming context whose members are to be read, in the order in which they became known. */
    Future<List<ObjectGuid>> unread(ObjectGuid namingContext);

    /** Members of a tracked group that were in no {@link GroupChange.Members} of a full read, and not added meanwhile. */
    Future<List<ObjectGuid>> unreadMembers(ObjectGuid group, long reading, int limit);

    /**
     * Tracked groups that no {@link GroupChange.Complete} of this epoch named, and whose members are not to be read either.
     *
     * @param namingContext whose groups: those that came with its pages; null for all
     */
    Future<List<ObjectGuid>> stale(@Nullable ObjectGuid namingContext, long epoch);

    /** The tracked groups of a naming context that are direct members of tracked ones of another. */
    Future<Set<ObjectGuid>> guests(ObjectGuid namingContext);

    /** The direct members of tracked groups of other naming contexts that are known neither as users nor as tracked groups. */
    Future<Set<ObjectGuid>> strangers(ObjectGuid namingContext);

    /** Which of these objects of a naming context are direct members of tracked groups of another. */
    Future<Set<ObjectGuid>> hosted(Collection<ObjectGuid> among, ObjectGuid namingContext);

    /**
     * The groups that are to be at the provider.
     *
     * @param namingContext whose groups; null for all
     */
    Future<Set<ObjectGuid>> shipped(@Nullable ObjectGuid namingContext);

    /**
     * Notes which members of shipped groups may be different at the provider, of groups that are so large, or so many, that this
     * is not done at once. What is left is kept.
     *
     * @param limit how many members at most
     * @param origin what the changes are said to come from
     * @return false if there was nothing to note
     */
    Future<Boolean> noteMembers(int limit, Origin origin);

    /** All we know of a group; empty if it was never to be shipped, or is gone from the provider, too. */
    Future<Optional<GroupDossier>> dossier(ObjectGuid group);
}
