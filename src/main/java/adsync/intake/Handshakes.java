package adsync.intake;

import io.netty.channel.ChannelHandlerContext;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * TLS handshakes that are not over, no more than there may be. Nobody is known yet, so the oldest one gives way: whoever means it is
 * done in a moment, and whoever does not must not keep others out.
 */
final class Handshakes {

    private final int most;
    private final int mostOfOne;
    private final Runnable cut;
    private final Set<ChannelHandlerContext> unfinished = new LinkedHashSet<>();

    /**
     * None has begun.
     *
     * @param most at once
     * @param mostOfOne at once of one address, as {@link Network} has it
     * @param cut told when one had to give way
     */
    Handshakes(int most, int mostOfOne, Runnable cut) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.cut = cut;
    }

    /** A connection is open. */
    void begun(ChannelHandlerContext connection) {
        oneTooMany(connection).ifPresent(oldest -> {
            cut.run();
            var unused = oldest.close(); // there is nobody to tell of it
        });
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
