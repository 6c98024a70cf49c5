package adsync.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Filetime;
import com.nimbusds.jose.util.Base64URL;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source seals only the provider opens, and what the header tells is checked. */
class SealedEventTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Claim CLAIM = new Claim(
            "0123456789abcdef0123456789abcdef",
            "S-1-5-21-1-2-3-1104",
            Filetime.of(NOW),
            "6f9619ff-8b86-d011-b42d-00c04fc964ff",
            "aa",
            7);

    private final ProviderKeys provider = new ProviderKeys();

    private String seal(KeySet set, String password) {
        return new Sealer(new SecureRandom())
                .seal(
                        CLAIM,
                        "ada",
                        password.getBytes(UTF_8),
                        set,
                        set.current(NOW).orElseThrow());
    }

    @Test
    void the_header_tells_whose_and_when_and_nothing_else_is_read() {
        String sealed = seal(provider.keySet("seal"), "Secret-1");

        SealedEvent event = SealedEvent.read(sealed);

        assertThat(event.claim()).isEqualTo(CLAIM);
        assertThat(event.keyId()).isEqualTo("k1");
        assertThat(event.claim().changedAt()).isEqualTo(NOW);
        assertThat(event.toString()).doesNotContain(sealed).contains(CLAIM.id());
        event.check(provider.keySet("seal").keys());
    }

    @ParameterizedTest
    @CsvSource({"seal, Secret-1, \"pw\":\"U2VjcmV0LTE\"", "phc, Secret-1, $pbkdf2-sha512$i=100000$"})
    void the_provider_opens_what_its_policy_asks_for(String mode, String password, String expected) {
        assertThat(provider.open(seal(provider.keySet(mode), password)))
                .contains(expected)
                .contains("\"sam\":\"YWRh\"");
    }

    @Test
    void a_key_for_rsa_is_sealed_to_as_well() {
        provider.rsa("k2");
        KeySet set = provider.keySet("seal");

        String sealed = seal(set, "Secret-1");

        SealedEvent event = SealedEvent.read(sealed);
        assertThat(event.algorithm()).isEqualTo("RSA-OAEP-256");
        event.check(set.keys());
        assertThat(provider.open(sealed)).contains("U2VjcmV0LTE");
    }

    @Test
    void the_length_of_a_password_does_not_show() {
        KeySet set = provider.keySet("seal");
        int length = seal(set, "a").length();

        for (int characters = 1; characters <= 100; characters++) {
            assertThat(seal(set, "x".repeat(characters))).hasSize(length);
        }
    }

    @Test
    void a_key_that_is_not_in_the_set_is_refused() {
        SealedEvent event = SealedEvent.read(seal(provider.keySet("seal"), "Secret-1"));
        KeySet other = new ProviderKeys().rsa("k2").keySet("seal");

        event.check(other.keys()); // of the same name: what the provider cannot open it says itself
        KeySet without = new KeySet(
                1, ProviderKeys.EXPIRES, KeySet.Mode.SEAL, 0, other.keys().subList(1, 2), "");
        assertThatThrownBy(() -> event.check(without.keys())).hasMessageContaining("kid is in no key set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"typ\":\"pwc+jwe\"|\"typ\":\"jwt\"|typ",
                "\"enc\":\"A256GCM\"|\"enc\":\"A128GCM\"|enc",
                "\"enc\":\"A256GCM\"|\"enc\":\"A256GCM\",\"zip\":\"DEF\"|zip",
                "\"alg\":\"ECDH-ES\"|\"alg\":\"dir\"|alg",
                "\"alg\":\"ECDH-ES\"|\"alg\":\"RSA1_5\"|alg",
                "\"kid\":\"k1\"|\"kid\":\"\"|kid",
                "\"v\":1|\"v\":2|pwc.v",
                "\"sid\":\"S-1-5-21-1-2-3-1104\"|\"sid\":\"S-1-5-21-1-2-3-500\"|pwc.sid",
                "\"sid\":\"S-1-5-21-1-2-3-1104\"|\"sid\":\"*)(cn=*\"|pwc.sid",
                "\"id\":\"0123456789abcdef0123456789abcdef\"|\"id\":\"\"|pwc.id",
                "\"dc\":\"6f9619ff-8b86-d011-b42d-00c04fc964ff\"|\"dc\":\"DC1\"|pwc.dc",
                "\"ft\":\"134168400000000000\"|\"ft\":134168400000000000|pwc.ft",
                "\"ft\":\"134168400000000000\"|\"ft\":\"-1\"|pwc.ft",
                "\"ft\":\"134168400000000000\"|\"ft\":\"99999999999999999999\"|pwc.ft",
                "\"boot\":\"aa\"|\"boot\":\"x y\"|pwc.boot",
                "\"seq\":7|\"seq\":-7|pwc.seq",
                "\"crv\":\"P-256\"|\"crv\":\"P-384\"|JWE"
            })
    void a_header_that_is_not_ours_is_refused(String from, String to, String complaint) {
        String sealed = seal(provider.keySet("seal"), "Secret-1");
        String header = new Base64URL(sealed.substring(0, sealed.indexOf('.'))).decodeToString();
        assertThat(header).contains(from);
        String odd = Base64URL.encode(header.replace(from, to)) + sealed.substring(sealed.indexOf('.'));

        assertThatThrownBy(() -> SealedEvent.read(odd))
                .isInstanceOf(SealingException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "....", "a.b.c.d.e", "e30....", "e30.a.a.a.a", "!!!.!!!.!!!.!!!.!!!", "\u0000"})
    void what_is_no_jwe_is_refused(String text) {
        assertThatThrownBy(() -> SealedEvent.read(text)).isInstanceOf(SealingException.class);
    }

    @Test
    void parts_of_another_length_are_refused() {
        String[] parts = seal(provider.keySet("seal"), "Secret-1").split("\\.", -1);

        for (int part = 1; part < parts.length; part++) {
            String[] odd = parts.clone();
            odd[part] = odd[part] + "AAAA";
            assertThatThrownBy(() -> SealedEvent.read(String.join(".", odd))).isInstanceOf(SealingException.class);
        }
        assertThatThrownBy(() -> SealedEvent.read("a".repeat(9000))).hasMessageContaining("longer than");
    }
}
