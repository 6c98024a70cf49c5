package adsync.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Filetime;
import adsync.sealing.Claim;
import adsync.sealing.KeySet;
import adsync.sealing.RootKey;
import adsync.sealing.Sealer;
import adsync.testing.TestClock;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model of a provider takes what is for an account and newer, and nothing else. */
class PasswordReceiverTest {

    private static final String ADA = "S-1-5-21-1-2-3-1104";

    private final TestClock clock = new TestClock();
    private final PasswordReceiver receiver = new PasswordReceiver(clock);
    private long sequence;

    private String seal(String sid, Instant changed, String password) {
        return seal(sid, "6f9619ff-8b86-d011-b42d-00c04fc964ff", changed, password);
    }

    private String seal(String sid, String controller, Instant changed, String password) {
        return seal(sid, controller, changed, ++sequence, password);
    }

    private String seal(String sid, String controller, Instant changed, long number, String password) {
        KeySet set = KeySet.read(receiver.keySet(), new RootKey(receiver.rootKey()));
        Claim claim =
                new Claim("0123456789abcdef0123456789abcdef", sid, Filetime.of(changed), controller, "aa", number);
        return new Sealer(new SecureRandom())
                .seal(
                        claim,
                        "ada",
                        password.getBytes(UTF_8),
                        set,
                        set.current(clock.instant()).orElseThrow());
    }

    private boolean logsIn(String password) {
        return receiver.verify(ADA, password.getBytes(UTF_8));
    }

    @Test
    void the_new_password_is_good_and_the_old_one_is_not() {
        assertThat(receiver.receive(ADA, seal(ADA, clock.instant(), "First-1")))
                .isEqualTo(PasswordReceiver.Answer.TAKEN);
        assertThat(logsIn("First-1")).isTrue();

        assertThat(receiver.receive(ADA, seal(ADA, clock.instant().plusSeconds(1), "Zweites-ü")))
                .isEqualTo(PasswordReceiver.Answer.TAKEN);

        assertThat(logsIn("Zweites-ü")).isTrue();
        assertThat(logsIn("First-1")).isFalse();
        assertThat(logsIn("")).isFalse();
    }

    @Test
    void an_older_one_and_the_same_one_again_are_stale() {
        String sealed = seal(ADA, clock.instant(), "First-1");
        receiver.receive(ADA, sealed);

        assertThat(receiver.receive(
                        ADA,
                        seal(
                                ADA,
                                "6f9619ff-8b86-d011-b42d-00c04fc964ff",
                                clock.instant().minusSeconds(1),
                                0,
                                "Older-1")))
                .isEqualTo(PasswordReceiver.Answer.STALE);
        assertThat(receiver.receive(ADA, sealed)).isEqualTo(PasswordReceiver.Answer.STALE);
        assertThat(logsIn("First-1")).isTrue();
    }

    @Test
    void what_one_domain_controller_told_later_is_newer_though_its_clock_was_put_back() {
        String dc = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
        receiver.receive(ADA, seal(ADA, dc, clock.instant().plusSeconds(180), 7, "First-1"));

        assertThat(receiver.receive(ADA, seal(ADA, dc, clock.instant(), 8, "Second-2")))
                .isEqualTo(PasswordReceiver.Answer.TAKEN);
        assertThat(receiver.receive(ADA, seal(ADA, dc, clock.instant().plusSeconds(240), 6, "Zero-0")))
                .isEqualTo(PasswordReceiver.Answer.STALE);

        assertThat(logsIn("Second-2")).isTrue();
    }

    @Test
    void one_of_another_domain_controller_that_is_older_by_no_more_than_clocks_differ_is_taken_for_a_while() {
        String other = "7f9619ff-8b86-d011-b42d-00c04fc964ff";
        Instant ahead = clock.instant().plus(Duration.ofMinutes(3));
        String later = seal(ADA, ahead, "First-1");
        String kept = seal(ADA, other, clock.instant(), "Kept-2");
        receiver.receive(ADA, later);

        assertThat(receiver.receive(ADA, seal(ADA, other, ahead.minus(Duration.ofMinutes(6)), "Old-1")))
                .isEqualTo(PasswordReceiver.Answer.STALE);
        assertThat(receiver.receive(ADA, kept)).isEqualTo(PasswordReceiver.Answer.TAKEN);
        assertThat(receiver.receive(ADA, kept)).isEqualTo(PasswordReceiver.Answer.STALE);
        assertThat(receiver.receive(ADA, later)).isEqualTo(PasswordReceiver.Answer.STALE);
        assertThat(logsIn("Kept-2")).isTrue();

        Instant next = ahead.plusSeconds(1);
        receiver.receive(ADA, seal(ADA, next, "Third-3"));
        clock.advance(Duration.ofMinutes(16));
        assertThat(receiver.receive(ADA, seal(ADA, other, next.minusSeconds(1), "Late-4")))
                .isEqualTo(PasswordReceiver.Answer.STALE);
        assertThat(logsIn("Third-3")).isTrue();
    }

    /** The clocks of a domain controller and of ADSync may be wrong together. */
    @Test
    void a_time_that_is_still_to_come_is_refused_and_locks_nobody_out() {
        assertThat(receiver.receive(ADA, seal(ADA, clock.instant().plus(Duration.ofDays(365)), "Ahead-1")))
                .isEqualTo(PasswordReceiver.Answer.REFUSED);

        assertThat(receiver.receive(ADA, seal(ADA, clock.instant().plus(Duration.ofMinutes(4)), "Second-2")))
                .isEqualTo(PasswordReceiver.Answer.TAKEN);
        assertThat(logsIn("Second-2")).isTrue();
    }

    @Test
    void a_time_that_was_kept_while_the_own_clock_was_ahead_outranks_no_present_one() {
        String dc = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
        String other = "7f9619ff-8b86-d011-b42d-00c04fc964ff";
        clock.advance(Duration.ofDays(365));
        receiver.receive(ADA, seal(ADA, dc, clock.instant(), 7, "Ahead-1"));
        clock.advance(Duration.ofDays(-365));

        assertThat(receiver.receive(ADA, seal(ADA, dc, clock.instant(), 6, "Before-1")))
                .isEqualTo(PasswordReceiver.Answer.STALE);
        assertThat(receiver.receive(ADA, seal(ADA, other, clock.instant(), "Second-2")))
                .isEqualTo(PasswordReceiver.Answer.TAKEN);

        assertThat(logsIn("Second-2")).isTrue();
    }

    @Test
    void what_is_for_somebody_else_is_refused() {
        assertThat(receiver.receive("S-1-5-21-1-2-3-1105", seal(ADA, clock.instant(), "First-1")))
                .isEqualTo(PasswordReceiver.Answer.REFUSED);
        assertThat(receiver.receive(ADA, "rubbish")).isEqualTo(PasswordReceiver.Answer.REFUSED);
        assertThat(receiver.size()).isZero();
    }

    @Test
    void a_header_that_was_changed_on_the_way_opens_nothing() {
        String sealed = seal(ADA, clock.instant(), "First-1");
        String header = Base64URL.from(sealed.substring(0, sealed.indexOf('.')))
                .decodeToString()
                .replace("1104", "1105");

        assertThat(receiver.receive(
                        "S-1-5-21-1-2-3-1105", Base64URL.encode(header) + sealed.substring(sealed.indexOf('.'))))
                .isEqualTo(PasswordReceiver.Answer.REFUSED);
    }

    @Test
    void an_older_key_opens_until_it_is_retired() {
        String sealed = seal(ADA, clock.instant(), "First-1");
        receiver.rotate();
        assertThat(receiver.receive(ADA, sealed)).isEqualTo(PasswordReceiver.Answer.TAKEN);

        String later = seal(ADA, clock.instant().plusSeconds(1), "Second-2");
        receiver.retire("key-2");

        assertThat(receiver.receive(ADA, later)).isEqualTo(PasswordReceiver.Answer.RETIRED);
    }

    @Test
    void a_key_of_rsa_opens_too_and_the_older_one_of_the_curve_still_does() {
        String older = seal(ADA, clock.instant(), "First-1");
        receiver.rotateToRsa();
        clock.advance(Duration.ofSeconds(1));
        String sealed = seal(ADA, clock.instant(), "Second-2");
        assertThat(Base64URL.from(sealed.substring(0, sealed.indexOf('.'))).decodeToString())
                .contains("\"alg\":\"RSA-OAEP-256\"");

        assertThat(receiver.receive(ADA, older)).isEqualTo(PasswordReceiver.Answer.TAKEN);
        assertThat(receiver.receive(ADA, sealed)).isEqualTo(PasswordReceiver.Answer.TAKEN);
        assertThat(logsIn("Second-2")).isTrue();
    }

    @Test
    void another_algorithm_than_that_of_the_key_is_refused() throws JOSEException, ParseException {
        assertThat(receiver.receive(ADA, sealed(receiver, JWEAlgorithm.ECDH_ES_A256KW, hashed(100_000))))
                .isEqualTo(PasswordReceiver.Answer.REFUSED);
        assertThat(receiver.receive(ADA, sealed(receiver, JWEAlgorithm.ECDH_ES, hashed(100_000))))
                .isEqualTo(PasswordReceiver.Answer.TAKEN);
    }

    /** Any payload, sealed to the first key. */
    private String sealed(PasswordReceiver to, JWEAlgorithm algorithm, String payload)
            throws JOSEException, ParseException {
        JWEObject ours = JWEObject.parse(seal(ADA, clock.instant(), "First-1"));
        JWK key = JWKSet.parse(JWSObject.parse(to.keySet()).getPayload().toJSONObject())
                .getKeys()
                .getFirst();
        JWEHeader header = new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM)
                .type(ours.getHeader().getType())
                .keyID(key.getKeyID())
                .customParam("pwc", ours.getHeader().getCustomParam("pwc"))
                .build();
        JWEObject sealed = new JWEObject(header, new Payload(payload));
        sealed.encrypt(new ECDHEncrypter(key.toECKey()));
        return sealed.serialize();
    }

    private static String hashed(int rounds) {
        return "{\"sam\":\"YWRh\",\"phc\":\"$pbkdf2-sha512$i=" + rounds + "$" + "A".repeat(22) + "$" + "A".repeat(86)
                + "\"}";
    }

    private static String crypt(String rounds) {
        return "{\"sam\":\"YWRh\",\"phc\":\"$6$" + rounds + "saltstring$" + "a".repeat(86) + "\"}";
    }

    @ParameterizedTest
    @CsvSource({"99999, 422", "100000, 200", "1000000, 200", "1000001, 422", "99999999, 422"})
    void a_hash_of_too_few_or_too_many_rounds_is_refused(int rounds, int status) throws JOSEException, ParseException {
        assertThat(receiver.receive(ADA, sealed(receiver, JWEAlgorithm.ECDH_ES, hashed(rounds)))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 422",
        "rounds=9999$, 422",
        "rounds=10000$, 200",
        "rounds=1000000$, 200",
        "rounds=1000001$, 422",
        "rounds=999999999$, 422"
    })
    void a_hash_of_crypt_of_too_few_or_too_many_rounds_is_refused(String rounds, int status)
            throws JOSEException, ParseException {
        assertThat(receiver.receive(ADA, sealed(receiver, JWEAlgorithm.ECDH_ES, crypt(rounds)))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void what_the_key_set_does_not_ask_for_is_refused() throws JOSEException, ParseException {
        String clear = "{\"sam\":\"YWRh\",\"pw\":\"Rmlyc3QtMQ\"}";
        assertThat(receiver.receive(ADA, sealed(receiver, JWEAlgorithm.ECDH_ES, clear)))
                .isEqualTo(PasswordReceiver.Answer.REFUSED);
        assertThat(receiver.size()).isZero();

        PasswordReceiver hashing = PasswordReceiver.hashing(clock, 1_000);
        assertThat(hashing.receive(ADA, sealed(hashing, JWEAlgorithm.ECDH_ES, hashed(100_000))))
                .isEqualTo(PasswordReceiver.Answer.REFUSED);
        assertThat(hashing.receive(ADA, sealed(hashing, JWEAlgorithm.ECDH_ES, crypt("rounds=10000$"))))
                .isEqualTo(PasswordReceiver.Answer.REFUSED);
        assertThat(hashing.size()).isZero();
        assertThat(hashing.receive(ADA, sealed(hashing, JWEAlgorithm.ECDH_ES, clear)))
                .isEqualTo(PasswordReceiver.Answer.TAKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "Hello world!, $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        "Hello world!, $6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v."
    })
    void a_hash_of_crypt_is_verified(String password, String hash) {
        assertThat(Sha512Crypt.fits(hash, password.getBytes(UTF_8))).isTrue();
        assertThat(Sha512Crypt.fits("{CRYPT}" + hash, password.getBytes(UTF_8))).isTrue();
        assertThat(Sha512Crypt.fits(hash, "Hello world?".getBytes(UTF_8))).isFalse();
    }
}
