package adsync.journal;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Shadow;
import adsync.journal.PageCommit.ObjectChange;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything durable. Calls may come from any thread; each returns a future that fails with a {@link JournalException} and
 * never throws. What a completed future reports is on the disk. Writes are done in the order of the calls.
 */
public interface Journal {

    /** The checkpoint of a naming context; empty if we never followed it, or if its row does not match its checksum. */
    Future<Optional<Checkpoint>> checkpoint(ObjectGuid namingContext);

    /** The checkpoints of all naming contexts that we ever followed, without those that do not match their checksums. */
    Future<List<Checkpoint>> checkpoints();

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

    /**
     * Asks for an enumeration of all naming contexts that we follow. What was asked for is kept until a page begins a new epoch;
     * one that is under way does not answer it.
     */
    Future<Void> requestReconcile();

    /** Whether an enumeration of a naming context was asked for and has not begun. */
    Future<Boolean> reconcileRequested(ObjectGuid namingContext);

    /** The number of the last enumeration of a naming context that a checkpoint or an object tells of; 0 if none does. */
    Future<Long> highestEpoch(ObjectGuid namingContext);

    /** What is still to be evaluated again of a naming context, see {@link PageCommit#recheck}. */
    Future<List<Recheck>> rechecks(ObjectGuid namingContext);

    /** The users of a naming context who are left out, with the causes, see {@link PageCommit#omissions}. */
    Future<Map<ObjectGuid, String>> omissions(ObjectGuid namingContext);

    /** Why a user is left out; empty if that is not so. */
    Future<Optional<String>> omission(ObjectGuid objectGuid);

    /** How many objects are in the selected roots of a naming context. Reads all of them. */
    Future<Long> objects(ObjectGuid namingContext);

    /**
     * Objects in the selected roots of a naming context that the enumeration of an epoch has not seen, in the order of the
     * text form of their objectGUIDs.
     *
     * @param after where to go on; null for the first ones
     */
    Future<List<ObjectGuid>> unseen(ObjectGuid namingContext, long epoch, @Nullable ObjectGuid after, int limit);

    /** Whether the enumeration of an epoch, or a change since, has seen an object that lies directly in a container. */
    Future<Boolean> seenIn(ObjectGuid container, long epoch);

    /**
     * Which of these objects need not be read again: seen in this epoch already, with this update sequence number, which was
     * read from the database that the last checkpoint names.
     *
     * @param usns uSNChanged by objectGUID, on the same domain controller as the journal's
     */
    Future<List<ObjectGuid>> unchanged(long epoch, Map<ObjectGuid, Long> usns);

    /** Which of these groups are tracked. */
    Future<Set<ObjectGuid>> trackedGroups(Collection<ObjectGuid> among);

    /**
     * In which tracked groups of a naming context each of these is a direct member, as far as is known; who is in none is not a
     * key.
     */
    Future<Map<ObjectGuid, List<ObjectGuid>>> memberships(Collection<ObjectGuid> members, ObjectGuid namingContext);

    /**
     * The users in the selected roots that refer to an object, as far as is known: those whose manager it is. In an order of their own.
     *
     * @param after the last one that was given before; null at first
     */
    Future<List<ObjectGuid>> referrers(ObjectGuid target, @Nullable ObjectGuid after, int limit);

    /**
     * All tracked groups that users belong to, at any depth, their primary group included.
     *
     * @param users known to us or not; their primaryGroupID is compared with the groups of their domain
     * @return for each of them; empty sets for those in none
     */
    Future<Map<ObjectGuid, Set<ObjectGuid>>> groupsOf(Collection<Image> users);

    /**
     * Present users whose groups changed: their services are to be looked at again. They are given again until a page names them
     * in {@link PageCommit#regrouped}. Marks of objects that are not present are dropped.
     */
    Future<List<Shadow>> regroups(int limit);

    /**
     * As {@link #regroups(int)}, of one naming context, but only those who were seen since an epoch began: others may be gone, and
     * whoever is found to be there is looked at then.
     */
    Future<List<Shadow>> regroups(ObjectGuid namingContext, long epoch, int limit);

    /** Marks all present users, because what their groups mean changed. */
    Future<Void> regroupAll();

    /**
     * Makes a page durable: shadow, outbox and checkpoint in one transaction. Returns what need not be shipped any more: what it
     * superseded, and changes that end an object before its first claim: it is forgotten with its row, nobody needs to hear of
     * it.
     */
    Future<List<Superseded>> commit(PageCommit page);

    /**
     * Makes changes durable that no page brought, because time or the mapping made them. A change of an object that is no
     * longer as the change says (it came back, went, or was read anew) is dropped: the newer one has replaced it. The shadow
     * stays as it is unless the change has deltas.
     */
    Future<List<Superseded>> commit(List<ObjectChange> changes);

    /**
     * Objects whose time has come, the longest due first. They are given again until a change replaces their time. Those that are
     * gone are not given while a change of them waits to be shipped, or for a person.
     */
    Future<List<Timer>> due(Instant now, int limit);

    /** The time of the next one that {@link #due} gives; empty if there is none. */
    Future<Optional<Instant>> nextTimer();

    /**
     * Sets the time of all objects that are gone but have an account.
     *
     * @param retention how long their accounts are kept; empty for ever
     * @return how many there are
     */
    Future<Integer> retime(Optional<Duration> retention);

    /**
     * Takes due rows of a partition: deletions and disables first, then those whose references are resolved, then the oldest.
     * A row stays taken until it is settled or the journal is opened anew. Nothing is due as long as the last hold of the first
     * load is not approved.
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

    /**
     * Says of claimed rows whether they may be shipped. The first sight of an object with a kind is registered, and waits for the
     * grace. Then, if those that wait and those that passed within the window come to more than the limit, a hold is opened, which
     * all that wait with that kind join; else it passes. While a hold of a kind is open, all new ones of that kind join it.
     * What was approved passes, and does not count, until it is settled; so does what passed already, unless its amount
     * has grown. Which objects are registered survives a restart.
     *
     * @return in the order of the hazards
     */
    Future<List<Ruling>> judge(List<Hazard> hazards, GuardRules rules, Instant now);

    /**
     * Says whether groups themselves are shipped, from the next page on. As long as they are not, nothing of them is noted or
     * given to be shipped; what the provider has of them is remembered. If they are again, {@link GroupJournal#noteMembers} has work.
     */
    Future<Void> shipGroups(boolean shipped);

    /** Takes groups that are due of a partition, as {@link #claim} takes users; the oldest first. */
    Future<List<GroupRow>> claimGroups(Partition partition, Instant now, int limit);

    /**
     * Who is to hear of rows that became due without a change of their own object, such as groups of a user who got an account.
     * Told how many after each transaction, on the thread that writes: it must not wait.
     */
    void onReleased(LongConsumer told);

    /**
     * Settles claimed groups, all in one transaction.
     *
     * @return how many rows are due after it
     */
    Future<Integer> settleGroups(List<GroupSettlement> settlements);

    /** All holds, the open ones first, then the newest. */
    Future<List<Hold>> holds();

    /**
     * The objects of a hold that is open or not shipped yet: users before groups, and of each the oldest change first.
     *
     * @param offset how many of them are left out
     */
    Future<List<HeldObject>> held(long hold, int offset, int limit);

    /**
     * Lets all changes of an open hold pass. False if it is not open, or if more has joined it since it was like this; a first load
     * that was rejected last can be approved all the same. What joins later is judged anew.
     *
     * @param seen the hold as it was when a person looked at it
     */
    Future<Boolean> approve(Hold seen);

    /**
     * Parks all changes of an open hold: each is looked at again at the next change of its object, or once that is named in
     * {@link #release}; nothing else tries it again. False if it is not open. After a rejected first load nothing is claimed
     * until it, or another hold of it, is approved.
     */
    Future<Boolean> reject(long hold);

    /**
     * Opens a hold that no object caused; if the last one of this kind is open or approved, that one.
     *
     * @param kind {@link HazardKind#FIRST_LOAD}
     */
    Future<Hold> hold(HazardKind kind);

    /** What came to an end since, for the audit log: written in the transaction that ended it, in their order. */
    Future<List<AuditRecord>> audit(long after, int limit);

    /** Forgets the audit records up to this one: they are safe elsewhere. */
    Future<Void> auditWritten(long upTo);

    /** All we know of an object; empty if we do not know it. */
    Future<Optional<Dossier>> dossier(ObjectGuid objectGuid);

    /**
     * Objects by a name that people use, in any letter case: the value of userPrincipalName, sAMAccountName or mail, the
     * distinguished name, or the objectGUID. Reads all images unless the text is one of the last two.
     */
    Future<List<ObjectGuid>> find(String text, int limit);

    /**
     * Objects by a part of a name, in any letter case: of the relative distinguished name, displayName, givenName, sn,
     * userPrincipalName, sAMAccountName or mail; in the order in which we came to know them. Reads all images if few fit.
     */
    Future<List<Shadow>> search(String part, int limit);

    /** Makes a parked or postponed row due now. False if the object has none. */
    Future<Boolean> release(ObjectGuid objectGuid);

    /** Makes all parked rows due now, but for those that a person rejected; returns how many there were. */
    Future<Integer> releaseParked();

    /**
     * Forgets all we know of an object, its account included, which stays at the provider as it is. For one that the directory
     * has neither alive nor deleted: nothing else would ever end it.
     *
     * @return false if we do not know it, or it is being shipped right now
     */
    Future<Boolean> forget(ObjectGuid objectGuid);

    /**
     * Whether {@link #remap} has something to do because everything is shipped with another mapping. In a new journal, nothing
     * is: the mapping is only remembered.
     */
    Future<Boolean> remapDue(String mappingFingerprint);

    /**
     * Remembers the mapping. If it is another one than the last, all present and all linked objects are to be shipped anew,
     * after everything else. The first call of a new journal only remembers.
     *
     * @param mappingFingerprint two mappings that give different resources have different ones
     * @param origin what the changes are said to come from
     * @return how many objects that concerns
     */
    Future<Integer> remap(String mappingFingerprint, Origin origin);

    /** What is durable of comparisons with the provider. */
    ComparisonJournal comparisons();

    /** Objects that could not be shipped, up to {@code limit} of them. */
    Future<Unshipped> unshipped(UnshippedObject.State state, int limit);

    /** The parked objects, the oldest first. */
    default Future<List<UnshippedObject>> parked(int limit) {
        return unshipped(UnshippedObject.State.PARKED, limit).map(Unshipped::first);
    }

    /** Whose accounts these are; empty as long as that was not remembered, or that provider never answered: it has none of ours. */
    Future<Optional<ProviderIdentity>> provider();

    /** Remembers whose accounts these are, in place of what was remembered. */
    Future<Void> rememberProvider(ProviderIdentity provider);

    /** Whether the provider held accounts before our first one: every creation must then be looked up first. */
    Future<Optional<Boolean>> providerHeldAccounts();

    /** Remembers that answer, once for the life of the journal. */
    Future<Void> rememberProviderHeldAccounts(boolean held);

    /** How many rows wait to be shipped, parked and held ones not counted. Asks no store. */
    Future<Long> outboxSize();

    /** What is durable of the reading of groups. */
    GroupJournal groups();

    /** What is durable of the selected roots themselves. */
    RootJournal roots();

    /** What is durable of the domain controllers. */
    ControllerJournal controllers();

    /** What is durable of passwords. */
    PasswordJournal passwords();

    /** Counts for meters and status. Cheap. */
    Future<JournalStatistics> statistics();

    /** Finishes what was asked for and releases the state folder. */
    Future<Void> close();
}
