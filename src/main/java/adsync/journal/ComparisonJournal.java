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
}
