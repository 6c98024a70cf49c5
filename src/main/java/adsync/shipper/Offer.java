package adsync.shipper;

import adsync.observe.LogKeys;
import adsync.scim.ProviderFeatures;
import adsync.scim.ScimClient;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the provider says it can do and which way we ship by that. It is asked again now and then, so that neither a provider that
 * gains Bulk nor one that had a bad hour needs a restart. Thread-safe.
 */
final class Offer {

    static final Duration ASKED_AGAIN_AFTER = Duration.ofHours(4);

    private static final Logger LOGGER = LoggerFactory.getLogger(Offer.class);

    private final ScimClient client;
    private final int batchSize;
    private final Clock clock;
    private Instant askedAt = Instant.EPOCH;
    private @Nullable ProviderFeatures features;
    private @Nullable BulkLadder ladder;

    /**
     * Asks nothing yet.
     *
     * @param clock for its own waits: nobody sets it
     */
    Offer(ScimClient client, int batchSize, Clock clock) {
        this.client = client;
        this.batchSize = batchSize;
        this.clock = clock;
    }

    /** Asks; fails with a {@link adsync.scim.ScimException} if there is no answer, or if the provider cannot do what we need. */
    Future<ProviderFeatures> ask() {
        return client.discover().onSuccess(this::take);
    }

    /** Asks again if it is time, without a wait for the answer: until it comes, and if none comes, all stays as it is. */
    void renew() {
        synchronized (this) {
            Instant now = clock.instant();
            if (ladder == null || now.isBefore(askedAt.plus(ASKED_AGAIN_AFTER))) {
                return;
            }
            askedAt = now;
        }
        ask().onFailure(failure -> LOGGER.atInfo()
                .addKeyValue(LogKeys.REASON, String.valueOf(failure.getMessage()))
                .log("the provider does not say again what it offers, nothing changes"));
    }

    private synchronized void take(ProviderFeatures offered) {
        BulkLadder before = ladder;
        boolean known = offered.equals(features) && before != null && !before.reduced();
        askedAt = clock.instant();
        features = offered;
        if (known) {
            return; // what it has learned of slowness stays
        }
        BulkLadder now = before == null ? new BulkLadder(offered, batchSize) : before.renewed(offered, batchSize);
        ladder = now;
        LOGGER.atInfo()
                .addKeyValue(LogKeys.DETAIL, offered.describe())
                .log(
                        now.operations() > 1
                                ? "the provider offers Bulk: many changes at once go in requests of up to {} users"
                                : "Bulk is not used: each user is a request to the provider",
                        now.operations());
    }

    /** Whether users are changed by PUT, because there is no PATCH; false before the first answer. */
    synchronized boolean replaces() {
        ProviderFeatures known = features;
        return known != null && !known.patch();
    }

    /** How large a bulk request may be; empty before the first answer. */
    synchronized Optional<BulkLadder> ladder() {
        return Optional.ofNullable(ladder);
    }
}
