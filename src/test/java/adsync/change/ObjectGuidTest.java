package adsync.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ObjectGuidTest {

    /** As MS-DTYP 2.3.4.2 lays it out: the first three fields little-endian, the rest as written. */
    private static final byte[] OCTETS = HexFormat.of().parseHex("33221100554477668899aabbccddeeff");

    private static final String TEXT = "00112233-4455-6677-8899-aabbccddeeff";

    @Test
    void the_first_three_fields_are_little_endian() {
        assertThat(ObjectGuid.ofOctets(OCTETS)).hasToString(TEXT);
        assertThat(ObjectGuid.parse(TEXT).octets()).isEqualTo(OCTETS);
    }

    @Test
    void any_guid_survives_the_round_trip() {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            var guid = new ObjectGuid(new UUID(random.nextLong(), random.nextLong()));
            assertThat(ObjectGuid.ofOctets(guid.octets())).isEqualTo(guid);
            assertThat(ObjectGuid.parse(guid.toString())).isEqualTo(guid);
        }
    }

    @Test
    void braces_and_capitals_are_accepted() {
        assertThat(ObjectGuid.parse("{00112233-4455-6677-8899-AABBCCDDEEFF}")).hasToString(TEXT);
    }

    @Test
    void anything_else_is_refused() {
        assertThatThrownBy(() -> ObjectGuid.parse("0-1-2-3-4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ObjectGuid.ofOctets(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("15");
    }
}
