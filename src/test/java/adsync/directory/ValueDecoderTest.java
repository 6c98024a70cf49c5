package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ValueDecoderTest {

    @Test
    void a_guid_is_written_as_the_directory_writes_it() {
        assertThat(decode("objectGUID", "3e64cbb6b004cb4baa1d150eaf34cc76"))
                .isEqualTo("b6cb643e-04b0-4bcb-aa1d-150eaf34cc76");
    }

    @Test
    void a_security_identifier_is_written_as_text() {
        assertThat(decode("objectSid", "010500000000000515000000f7ff9bdc490c4a489e4ee6c150040000"))
                .isEqualTo("S-1-5-21-3701211127-1212812361-3253096094-1104");
        assertThat(decode("OBJECTSID", "0101000000000005120000" + "00")).isEqualTo("S-1-5-18");
    }

    @Test
    void a_broken_security_identifier_is_given_in_base_64() {
        assertThat(decode("objectSid", "0105")).isEqualTo("AQU=");
        assertThat(decode("objectSid", "0102000000000005120000" + "00")).isEqualTo("AQIAAAAAAAUSAAAA");
    }

    @Test
    void an_octet_string_is_given_in_base_64_even_if_it_could_be_text() {
        assertThat(ValueDecoder.text("thumbnailPhoto", new ASN1OctetString("abc")))
                .isEqualTo("YWJj");
    }

    @Test
    void a_text_is_a_text() {
        assertThat(ValueDecoder.text("title", new ASN1OctetString("Größe № 1"))).isEqualTo("Größe № 1");
        assertThat(ValueDecoder.text("title", new ASN1OctetString("already \uFFFD broken")))
                .isEqualTo("already \uFFFD broken");
    }

    @Test
    void what_is_no_text_is_given_in_base_64() {
        assertThat(decode("title", "ff00")).isEqualTo("/wA=");
    }

    private static String decode(String attribute, String octets) {
        return ValueDecoder.text(attribute, new ASN1OctetString(HexFormat.of().parseHex(octets)));
    }
}
