package adsync.shipper;

import adsync.scim.BulkOutcome;
import adsync.scim.ScimException;
import adsync.scim.ScimOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How much the provider is asked: so many requests at once, and so many a second. Learns both from its answers. Thread-safe. */
final class Throttle {

    /** HTTP 429 (RFC 6585 4). */
    private static final int TOO_MANY = 429;

    /** With fewer at a time, the journal would be written for each of them. */
    private static final int SOME = 8;

    private final ConcurrencyLimit limit;
    private final RequestRate rate = new RequestRate();
    private final Clock steady;

    /**
     * Starts low at once, and without a limit of the rate.
     *
     * @param most requests under way at once
     */
    Throttle(int most, Clock steady, MeterRegistry meters) {
        this.limit = new ConcurrencyLimit(most);
        this.steady = steady;
        ShipperMeter.CONCURRENCY.gauge(meters, limit::limit);
        ShipperMeter.RATE.gauge(meters, rate::perSecond);
    }

    /**
     * How many requests may be lined up now; 0 if none may go at that rate. No more than keep the provider busy: of these none is
     * overtaken by what is more urgent.
     */
    int room() {
        return Math.min(rate.room(steady.instant()), Math.max(SOME, limit.limit()));
    }

    /** How long until one more may go; zero if it may. */
    Duration pause() {
        return rate.pause(steady.instant());
    }

    /**
     * Sends as soon as one more may be under way.
     *
     * @param blocked whether nothing may be sent any more when it is its turn
     * @param held what it gets then
     */
    <T> Future<T> inTurn(Supplier<Future<T>> request, BooleanSupplier blocked, Future<T> held) {
        return limit.acquire().compose(turn -> {
            Instant begun = steady.instant();
            Future<T> answer = blocked.getAsBoolean() ? held : atOnce(request);
            return answer.onComplete(over ->
                    limit.release(Duration.between(begun, steady.instant()).toNanos(), overloaded(over)));
        });
    }

    /** Sends now. It counts: the others wait for it. */
    <T> Future<T> atOnce(Supplier<Future<T>> request) {
        Instant begun = steady.instant();
        rate.sent(begun);
        return request.get().onComplete(over -> {
            if (tooMany(over)) {
                rate.refused(begun, steady.instant());
            }
        });
    }

    private static boolean overloaded(AsyncResult<?> over) {
        return over.failed()
                || over.result() instanceof ScimOutcome.Busy
                || over.result() instanceof ScimOutcome.Unknown;
    }

    private static boolean tooMany(AsyncResult<?> over) {
        if (over.failed()) {
            return over.cause() instanceof ScimException refused
                    && refused.outcome().status() == TOO_MANY;
        }
        return switch (over.result()) {
            case ScimOutcome outcome -> outcome.status() == TOO_MANY;
            case BulkOutcome.Whole whole -> whole.outcome().status() == TOO_MANY;
            case BulkOutcome.Answered answered ->
                answered.outcomes().stream().anyMatch(outcome -> outcome.status() == TOO_MANY);
            case null, default -> false;
        };
    }
}
