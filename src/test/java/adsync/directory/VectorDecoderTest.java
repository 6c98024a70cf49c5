package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.DirSyncCookie;
import adsync.change.UpToDateVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorDecoderTest {

    private static final UUID DATABASE = UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff");

    /** As it is on the wire: the first three fields with their lowest octet first. */
    private static final byte[] ITS_OCTETS = HexFormat.of().parseHex("ff19966f868b11d0b42d00c04fc964ff");

    private static byte[] vector(int version, long usn) {
        ByteBuffer octets = ByteBuffer.allocate(version == 2 ? 48 : 40).order(ByteOrder.LITTLE_ENDIAN);
        octets.putInt(version).putInt(0).putInt(1).putInt(0).put(ITS_OCTETS).putLong(usn);
        return octets.array();
    }

    private static byte[] cookie(byte[] vector) {
        ByteBuffer octets = ByteBuffer.allocate(68 + vector.length).order(ByteOrder.LITTLE_ENDIAN);
        octets.put("MSDS".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(1)
                .putLong(0);
        octets.putInt(vector.length).put(new byte[24]).put(ITS_OCTETS).put(vector);
        return octets.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void both_forms_are_read_in_cookies_and_in_the_attribute(int version) {
        var expected = new UpToDateVector(Map.of(DATABASE, 4711L));

        assertThat(VectorDecoder.ofAttribute(vector(version, 4711))).contains(expected);
        assertThat(VectorDecoder.ofCookie(DirSyncCookie.of(cookie(vector(version, 4711)))))
                .contains(expected);
    }

    @Test
    void the_cookie_of_a_first_page_claims_nothing() {
        assertThat(VectorDecoder.ofCookie(DirSyncCookie.of(cookie(new byte[0]))))
                .contains(UpToDateVector.NONE);
    }

    @Test
    void what_has_another_form_is_none() {
        byte[] good = cookie(vector(1, 5));
        for (int length = 0; length < good.length; length++) {
            assertThat(VectorDecoder.ofCookie(DirSyncCookie.of(Arrays.copyOf(good, length))))
                    .as("%d octets", length)
                    .isEmpty();
        }
        for (int at : new int[] {0, 4, 24, 68}) {
            byte[] bad = good.clone();
            bad[at]++;
            bad[at] += (byte) (at == 68 ? 1 : 0); // 2 is a version too
            assertThat(VectorDecoder.ofCookie(DirSyncCookie.of(bad)))
                    .as("octet %d", at)
                    .isEmpty();
        }
        assertThat(VectorDecoder.ofAttribute(new byte[3])).isEmpty();
        assertThat(VectorDecoder.ofAttribute(Arrays.copyOf(vector(2, 5), 47))).isEmpty();
    }
}
