package adsync.journal;

import adsync.change.Container;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything durable. Calls may come from any thread; each returns a future that fails with a {@link JournalException} and
 * never throws. What a completed future reports is on the disk. Writes are done in the order of the calls.
 */
public interface Journal {

    /** The checkpoint of a naming context; empty if we never followed it, or if its row does not match its checksum. */
    Future<Optional<Checkpoint>> checkpoint(ObjectGuid namingContext);

    /** The checkpoint that was written last, of whatever naming context; empty like {@link #checkpoint}. */
    Future<Optional<Checkpoint>> newestCheckpoint();

    /** The shadows of objects; those we do not know are missing. */
    Future<Map<ObjectGuid, Shadow>> shadows(Collection<ObjectGuid> objectGuids);

    /** The containers of the selected root among those asked for. */
    Future<Map<ObjectGuid, Container>> containers(Collection<ObjectGuid> objectGuids);

    /**
     * Objects in the selected root at any depth below a container, in the order of the text form of their objectGUIDs.
     *
     * @param after where to go on; null for the first ones
     */
    Future<List<ObjectGuid>> below(ObjectGuid container, @Nullable ObjectGuid after, int limit);

    /** Containers whose subtree is still to be evaluated again, see {@link PageCommit#recheck}. */
    Future<List<ObjectGuid>> rechecks();

    /**
     * Objects in the selected root that the enumeration of an epoch has not seen, in the order of the text form of
     * their objectGUIDs.
     *
     * @param after where to go on; null for the first ones
     */
    Future<List<ObjectGuid>> unseen(long epoch, @Nullable ObjectGuid after, int limit);

    /** Whether the enumeration of an epoch, or a change since, has seen an object that lies directly in a container. */
    Future<Boolean> seenIn(ObjectGuid container, long epoch);

    /**
     * Which of these objects need not be read again: seen in this epoch already, with this update sequence number, which was
     * read from the database that the last checkpoint names.
     *
     * @param usns uSNChanged by objectGUID, on the same domain controller as the journal's
     */
    Future<List<ObjectGuid>> unchanged(long epoch, Map<ObjectGuid, Long> usns);

    /**
     * Makes a page durable: shadow, outbox and checkpoint in one transaction. Returns what it superseded. An object that goes
     * before its first claim is forgotten with its row: nobody needs to hear of it.
     */
    Future<List<Superseded>> commit(PageCommit page);

    /**
     * Takes due rows of a partition: deletions and disables first, then those whose references are resolved, then the oldest.
     * A row stays taken until it is settled or the journal is opened anew.
     */
    Future<List<OutboxRow>> claim(Partition partition, Instant now, int limit);

    /**
     * Takes an object that is no longer in the selected root, that has an account and of which nothing waits to be shipped, of
     * any partition, so that its account can be changed once more. To be settled like any other claimed row.
     *
     * @param because the row that needs it, which gives it its correlation id and origin
     * @return empty if it is not (or no longer) such an object
     */
    Future<Optional<OutboxRow>> claimWithdrawn(ObjectGuid objectGuid, OutboxRow because);

    /** When the next postponed row of a partition is due; empty if none waits. */
    Future<Optional<Instant>> nextDue(Partition partition);

    /**
     * Settles claimed rows, all in one transaction.
     *
     * @return how many rows became due by it: those that grew newer while they were shipped, and those, of any partition,
     *     whose references changed because an account came, changed or went
     */
    Future<Integer> settle(List<Settlement> settlements);

    /** The parked objects, the oldest first. */
    Future<List<ParkedObject>> parked(int limit);

    /** Whether the provider held accounts before our first one: every creation must then be looked up first. */
    Future<Optional<Boolean>> providerHeldAccounts();

    /** Remembers that answer, once for the life of the journal. */
    Future<Void> rememberProviderHeldAccounts(boolean held);

    /** How many rows wait to be shipped, parked ones not counted: the one number of the statistics that is asked often. */
    Future<Long> outboxSize();

    /** Counts for meters and status. */
    Future<JournalStatistics> statistics();

    /** Finishes what was asked for and releases the state folder. */
    Future<Void> close();
}
