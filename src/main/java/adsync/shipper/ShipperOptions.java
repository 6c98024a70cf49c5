package adsync.shipper;

import adsync.journal.GuardRules;
import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import java.time.Duration;
import java.util.Optional;

/**
 * How changes are shipped.
 *
 * @param batchSize most objects of one batch
 * @param linger how long a change waits at most for others while the shipper is busy
 * @param partitions how many shippers share the objects
 * @param concurrency most requests under way at once
 * @param deprovisioning what becomes of the account of a user who is gone
 * @param retention how long the account of a user who is gone is kept before it is deleted; empty for ever
 * @param adoption whether an account that was there before is taken over
 * @param guard how many harmful changes may pass
 * @param unasked whether the first load may go into a provider that holds accounts already without being approved
 * @param absences what users do not have, and what is only kept from us
 */
public record ShipperOptions(
        int batchSize,
        Duration linger,
        int partitions,
        int concurrency,
        Deprovisioning deprovisioning,
        Optional<Duration> retention,
        Adoption adoption,
        GuardRules guard,
        boolean unasked,
        Absences absences) {

    /** Enough to keep a provider busy while one batch is settled and the next is gathered. */
    public static final int DEFAULT_PARTITIONS = 4;

    public ShipperOptions {
        if (batchSize < 1) {
            throw new IllegalArgumentException("provider.batch.size must be at least 1, was " + batchSize);
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("provider.batch.linger must not be negative, was " + linger);
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("provider.concurrency must be at least 1, was " + concurrency);
        }
    }
}
