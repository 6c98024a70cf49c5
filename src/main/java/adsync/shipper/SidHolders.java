package adsync.shipper;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Says what the directory knows of security identifiers that belong to nobody of ours. */
@FunctionalInterface
public interface SidHolders {

    /** Who has one. */
    enum Holder {
        /** A computer, a managed service account or a trust: nobody signs in with it. */
        NO_PERSON,
        /** Somebody who is not selected: outside the roots, in an excluded place, or kept out by the filter. */
        NOT_SELECTED,
        /** Somebody who is, and whom we shall hear of. */
        SELECTED
    }

    /**
     * Somebody who has one.
     *
     * @param holder who that is
     * @param created when the account was created, by the clock of a domain controller; empty if the directory does not say
     */
    record Account(Holder holder, Optional<Instant> created) {}

    /**
     * Asks.
     *
     * @param sids in text form
     * @return by identifier, after a bounded time; without those that nobody has, or of whom a directory does not tell
     *     now. Never fails
     */
    Future<Map<String, Account>> of(Collection<String> sids);
}
