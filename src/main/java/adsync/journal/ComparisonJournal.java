package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is durable of comparisons of all accounts with those that the provider has. Fails like {@link Journal}. */
public interface ComparisonJournal {

    /**
     * The comparison with the provider that was begun last, perhaps still going on; the one with the number 0 found nothing and
     * only says since when there could have been one. Empty if there was none.
     */
    Future<Optional<Comparison>> begun();

    /** The comparison with the provider that came to its end last, without being refused; empty if none did. */
    Future<Optional<Comparison>> complete();

    /** What we know of the accounts of objects; objects that we do not know are missing. */
    Future<Map<ObjectGuid, KnownAccount>> accounts(Collection<ObjectGuid> objectGuids);

    /**
     * Accounts that a comparison should have met but has not: those that are linked, of which nothing waits to be shipped, and
     * which nothing was shipped to since it began.
     */
    Future<List<KnownAccount>> unmet(Comparison comparison, int limit);

    /**
     * Makes a step of a comparison durable.
     *
     * @param met objects whose accounts it has dealt with, with the difference that was found; empty if there is none
     * @param repairs those among them to be shipped anew, after their accounts are looked up; an object of which something waits to
     *     be shipped is left alone
     * @param origin what the changes are said to come from
     * @return how many are shipped anew
     */
    Future<Integer> compared(Comparison now, Map<ObjectGuid, String> met, Set<ObjectGuid> repairs, Origin origin);

    /**
     * Takes accounts over whose objects were gone before we came to know them: they are withdrawn like those of whoever goes. One whose
     * object is known by now is left alone.
     *
     * @param origin what the changes are said to come from
     * @return how many are taken over
     */
    Future<Integer> adopt(List<Orphan> orphans, Origin origin);

    /**
     * Takes such a group over, to have it deleted.
     *
     * @param displayName its name at the provider
     * @return whether it is; not if we know it, or groups are not shipped
     */
    Future<Boolean> adoptGroup(Orphan orphan, String displayName, Origin origin);

    /** Whether groups are shipped, so that there is something to compare. */
    Future<Boolean> shipsGroups();

    /** What we know of groups; groups that we do not know are missing. */
    Future<Map<ObjectGuid, KnownGroup>> groups(Collection<ObjectGuid> objectGuids);

    /** Which of these ids at the provider are those of groups that we know. */
    Future<Set<String>> ownGroups(Collection<String> providerIds);

    /** How many groups are at the provider as far as we know. */
    Future<Long> linkedGroups();

    /** The first group with a higher number that is to be at the provider, is there, and of which nothing waits. */
    Future<Optional<KnownGroup>> nextGroup(long after);

    /** The members that the provider acknowledged of a group, by their ids there. */
    Future<Map<String, ObjectGuid>> sentMembers(ObjectGuid group);

    /** Remembers a difference of a group that is not repaired now, or, with an empty text, that there is none. */
    Future<Void> noteGroup(ObjectGuid group, String signature);

    /**
     * Has a group shipped so that it becomes again what it should be. A member that was shipped since the difference was seen is left
     * alone.
     *
     * @param again whether this is more of a difference that was found already; if not, a group of which something waits is left alone
     * @return whether it is shipped
     */
    Future<Boolean> repairGroup(GroupDifference difference, boolean again, Origin origin);
}
