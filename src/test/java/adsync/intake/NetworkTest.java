package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Limits for one address are for all that one machine can give itself. */
class NetworkTest {

    private static String of(String address) throws UnknownHostException {
        return Network.of(new InetSocketAddress(InetAddress.getByName(address), 1));
    }

    @Test
    void addresses_of_one_half_are_one_and_others_are_not() throws UnknownHostException {
        assertThat(of("2001:db8:1:2::1")).isEqualTo(of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertThat(of("2001:db8:1:2::1")).isNotEqualTo(of("2001:db8:1:3::1"));
        assertThat(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
        assertThat(of("::ffff:192.0.2.1")).as("the same in another notation").isEqualTo(of("192.0.2.1"));
        assertThat(Network.of(InetSocketAddress.createUnresolved("nowhere.invalid", 1)))
                .isEmpty();
    }
}
