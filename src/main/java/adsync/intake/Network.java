package adsync.intake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/** From where somebody comes whom nobody knows yet, for limits: whoever has one address of IPv6 has a whole /64 of them. */
final class Network {

    private static final int HALF = 8;

    private Network() {}

    /** An address of IPv4, or the first 64 bits of one of IPv6; empty if it is neither. */
    static String of(SocketAddress remote) {
        return remote instanceof InetSocketAddress socket && socket.getAddress() != null ? of(socket.getAddress()) : "";
    }

    static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? "/64 " + Arrays.toString(Arrays.copyOf(address.getAddress(), HALF))
                : address.getHostAddress();
    }
}
