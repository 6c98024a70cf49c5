package adsync.intake;

import io.netty.channel.ChannelHandlerContext;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * TLS handshakes that are not over, no more than there may be. Nobody is known yet, so the oldest one gives way: whoever means it is
 * done in a moment, and whoever does not must not keep others out. One costs us more than the other side, also if it comes to its end:
 * those of one address are limited a second, too.
 */
final class Handshakes {

    private static final int SECONDS_AT_ONCE = 10;

    /** Addresses whose rate is remembered: those that came last. */
    private static final int ADDRESSES = 1_000;

    private final int most;
    private final int mostOfOne;
    private final int rate;
    private final Clock clock;
    private final Runnable cut;
    private final Map<String, TokenBucket> rates = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > ADDRESSES;
        }
    };
    private final Set<ChannelHandlerContext> unfinished = new LinkedHashSet<>();

    /**
     * None has begun.
     *
     * @param most at once
     * @param mostOfOne at once of one address, as {@link Network} has it
     * @param rate a second of one address
     * @param cut told when one had to give way
     */
    Handshakes(int most, int mostOfOne, int rate, Clock clock, Runnable cut) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.rate = rate;
        this.clock = clock;
        this.cut = cut;
    }

    /** A connection is open. */
    void begun(ChannelHandlerContext connection) {
        Optional<ChannelHandlerContext> tooMany =
                tooOften(address(connection)) ? Optional.of(connection) : oneTooMany(connection);
        tooMany.ifPresent(one -> {
            cut.run();
            var unused = one.close(); // there is nobody to tell of it
        });
    }

    private synchronized boolean tooOften(String address) {
        return !rates.computeIfAbsent(address, first -> new TokenBucket(rate, rate * SECONDS_AT_ONCE, clock))
                .take(1)
                .isZero();
    }

    private synchronized Optional<ChannelHandlerContext> oneTooMany(ChannelHandlerContext connection) {
        unfinished.add(connection);
        String address = address(connection);
        Predicate<ChannelHandlerContext> ofIt = one -> address(one).equals(address);
        Optional<ChannelHandlerContext> oldest = Optional.empty();
        if (unfinished.stream().filter(ofIt).count() > mostOfOne) {
            oldest = unfinished.stream().filter(ofIt).findFirst();
        } else if (unfinished.size() > most) {
            oldest = unfinished.stream().findFirst();
        }
        oldest.ifPresent(unfinished::remove);
        return oldest;
    }

    /** Its handshake is over, however it ended. */
    synchronized void over(ChannelHandlerContext connection) {
        unfinished.remove(connection);
    }

    private static String address(ChannelHandlerContext connection) {
        return Network.of(connection.channel().remoteAddress());
    }
}
